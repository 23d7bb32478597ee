namespace ProcQ.Pipelines;

/// <summary>What the worker of a lane is told to run.</summary>
/// <param name="Opening">Makes the function that begins an item, for a lane, whose results travel in messages of so many bytes, or, with 0, stay in this process.</param>
/// <param name="Advancing">Makes the function that goes on with it.</param>
internal sealed record GeneratorForm(Func<string, int, Delegate> Opening, Func<string, Delegate> Advancing);
