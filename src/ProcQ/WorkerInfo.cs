namespace ProcQ;

/// <summary>Which worker process something is about. Immutable.</summary>
/// <param name="WorkerId">The worker's number in its pool, from 0; it outlives the process. -1: no worker had a part in it.</param>
/// <param name="ProcessId">The process that is, or was, this worker; 0 with no worker.</param>
public sealed record WorkerInfo(int WorkerId, int ProcessId)
{
    /// <summary>What is about no worker: an item that never left this process.</summary>
    internal static WorkerInfo None { get; } = new(-1, 0);
}
