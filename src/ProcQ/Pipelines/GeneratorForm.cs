namespace ProcQ.Pipelines;

/// <summary>What the worker of a lane is told to run, and what of its results is passed on.</summary>
/// <param name="Opening">Makes the function that begins an item, for a lane, whose results travel or stay in this process.</param>
/// <param name="Unwrap">What is passed on.</param>
internal sealed record GeneratorForm<TIn, TWire, TOut>(
    Func<string, bool, Func<TIn, Task<GeneratorChunk<TWire>>>> Opening,
    Func<TWire, Emit<TOut>> Unwrap
);
