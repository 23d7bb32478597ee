namespace ProcQ.Wire;

/// <summary>What a worker's progress page said: the item that runs (-1: none), below which number all have ended, and when the running one began.</summary>
/// <param name="Running">The sequence number of the item that runs, or -1.</param>
/// <param name="Finished">Items below this number have run to their end.</param>
/// <param name="ChangedAt"><see cref="Environment.TickCount64"/> when the running item began, one clock for all processes of a machine. 0: nobody wrote it down, as for the items of a batch; the parent then counts from when it first sees the item, at most some milliseconds later.</param>
internal readonly record struct ProgressSnapshot(long Running, long Finished, long ChangedAt);
