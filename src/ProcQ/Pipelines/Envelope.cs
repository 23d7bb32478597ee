namespace ProcQ.Pipelines;

/// <summary>An item on its way through a pipeline, and the index of the input element from which it stems.</summary>
internal readonly record struct Envelope<T>(long Index, T Value);
