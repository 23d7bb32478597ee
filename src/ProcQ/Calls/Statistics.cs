using ProcQ.Engine;
using ProcQ.Launching;
using ProcQ.Scheduling;
using ProcQ.Watching;
using ProcQ.Workers;

namespace ProcQ.Calls;

/// <summary>Makes the public snapshot of what the core knows.</summary>
internal static class Statistics
{
    public static PoolStats Of(PoolCore core, SlotTable slots, TimeSpan now, PoolWatch watch) =>
        new()
        {
            Workers = [.. Shown(core).Select(w => Of(w, slots[w.Id], now, watch) with { Restarts = core.Restarts(w.Place) })],
            SpareWorkers = core.Workers.Count(w => w is { Place: < 0, Phase: WorkerPhase.Ready }),
            OpenCalls = core.Jobs.Count,
            QueuedItems = core.Jobs.Sum(j => j.Pending.Count) + core.PostponedItems,
            AssignedItems = core.Workers.Sum(w => (long)w.OpenItems),
            SettledItems = core.Settled,
        };

    /// <summary>Adds what the system has to be asked for, which nobody else should wait for.</summary>
    public static PoolStats WithMemory(PoolStats stats) =>
        stats with
        {
            Workers =
            [
                .. stats.Workers.Select(w =>
                    w.ProcessId == 0 ? w : w with { MemoryBytes = ProcessMemory.ResidentBytes(w.ProcessId) }
                ),
            ],
        };

    /// <summary>Of each place who fills it, or else who filled it last; and whoever is still about beyond them.</summary>
    private static IEnumerable<WorkerState> Shown(PoolCore core) =>
        core
            .Workers.Where(w => w.Place >= 0 && (w.Place < core.Places || w.Phase != WorkerPhase.Gone))
            .GroupBy(w => w.Place)
            .OrderBy(place => place.Key)
            .Select(place => place.MinBy(w => w.Phase is WorkerPhase.Stopping ? WorkerPhase.Dying : w.Phase)!);

    private static WorkerStats Of(WorkerState worker, WorkerSlot slot, TimeSpan now, PoolWatch watch)
    {
        var item = RunningItem.Of(worker, slot, now);
        var report = item is { } running ? watch.ReportOf(worker, running.Sequence) : null;
        return new WorkerStats
        {
            WorkerId = worker.Place,
            ProcessId = slot.Session?.ProcessId ?? 0,
            Activity = worker.Phase switch
            {
                WorkerPhase.Starting => WorkerActivity.Starting,
                WorkerPhase.Ready => worker.IsIdle ? WorkerActivity.Idle : WorkerActivity.Busy,
                WorkerPhase.Gone => WorkerActivity.Gone,
                _ => WorkerActivity.Ending,
            },
            Done = worker.Served,
            ItemIndex = item?.Index,
            RunningFor = item?.For,
            Fraction = report?.Fraction,
            Message = report?.Message,
        };
    }
}
