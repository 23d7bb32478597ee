using ProcQ.Scheduling;
using ProcQ.Workers;

namespace ProcQ.Calls;

/// <summary>Makes the public snapshot of what the core knows.</summary>
internal static class Statistics
{
    public static PoolStats Of(PoolCore core, WorkerSlot[] slots) =>
        new()
        {
            Workers = [.. core.Workers.Select(w => Of(w, slots[w.Id]))],
            OpenCalls = core.Jobs.Count,
            QueuedItems = core.Jobs.Sum(j => j.Pending.Count),
            AssignedItems = core.Workers.Sum(w => (long)w.OpenItems),
            SettledItems = core.Settled,
        };

    private static WorkerStats Of(WorkerState worker, WorkerSlot slot) =>
        new()
        {
            WorkerId = worker.Id,
            ProcessId = slot.Session?.ProcessId ?? 0,
            Activity = worker.Phase switch
            {
                WorkerPhase.Starting => WorkerActivity.Starting,
                WorkerPhase.Ready => worker.IsIdle ? WorkerActivity.Idle : WorkerActivity.Busy,
                WorkerPhase.Gone => WorkerActivity.Gone,
                _ => WorkerActivity.Ending,
            },
            Done = worker.Served,
            Restarts = Math.Max(0, worker.Generation - 1),
        };
}
