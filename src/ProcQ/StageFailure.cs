namespace ProcQ;

/// <summary>An item that failed in a stage. Immutable.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Index">The element of the pipeline's input from which the item stems, from 0.</param>
/// <param name="Error">What went wrong: the exception of the function, <see cref="TaskTimeoutException"/>, <see cref="WorkerLostException"/>, <see cref="NotTransferableException"/>.</param>
public sealed record StageFailure(PipelineStage Stage, long Index, Exception Error);
