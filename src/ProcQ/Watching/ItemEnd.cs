namespace ProcQ.Watching;

/// <summary>How one item ended, its types forgotten. A worker id of -1: it reached no worker, or its worker is not to blame.</summary>
internal readonly record struct ItemEnd(OutcomeStatus Status, object? Result, Exception? Error, WorkerInfo Worker);
