namespace ProcQ.Wire;

/// <summary>What a worker's progress page said: the item that runs (-1: none), how many are finished, and when the running one began.</summary>
/// <param name="Running">The sequence number of the item that runs, or -1.</param>
/// <param name="Finished">How many items are finished.</param>
/// <param name="ChangedAt"><see cref="Environment.TickCount64"/> when the running item began, one clock for all processes of a machine; 0 when nobody wrote it down.</param>
internal readonly record struct ProgressSnapshot(long Running, long Finished, long ChangedAt);
