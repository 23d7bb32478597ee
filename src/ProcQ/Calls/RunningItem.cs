using ProcQ.Engine;
using ProcQ.Scheduling;
using ProcQ.Wire;
using ProcQ.Workers;

namespace ProcQ.Calls;

/// <summary>The item a worker is in, by its progress page.</summary>
/// <param name="Lease">The batch it belongs to.</param>
/// <param name="Page">What the page says.</param>
/// <param name="For">How long it has been running.</param>
internal readonly record struct RunningItem(Lease Lease, ProgressSnapshot Page, TimeSpan For)
{
    /// <summary>Its index in its call.</summary>
    public long Index => Lease.IndexOf(Page.Running);

    /// <summary>The index of the item this process is in; null for none.</summary>
    public static long? IndexIn(int processId, PoolEngine engine) =>
        engine.Look((core, slots, now, _) => In(processId, core, slots, now)?.Index);

    /// <summary>Null when it is in none. Under the engine's gate.</summary>
    private static RunningItem? In(int processId, PoolCore core, SlotTable slots, TimeSpan now)
    {
        foreach (var worker in core.Workers)
        {
            if (worker.Id < slots.All.Count && slots[worker.Id].Session?.ProcessId == processId)
                return Of(worker, slots[worker.Id], now);
        }

        return null;
    }

    /// <summary>Null when it is in none. Under the engine's gate.</summary>
    public static RunningItem? Of(WorkerState worker, WorkerSlot slot, TimeSpan now)
    {
        if (worker.Leases.Count == 0 || slot.Session?.Progress is not { Running: >= 0 } page)
            return null;
        if (worker.Find(page.Running) is not { } lease)
            return null;
        return new RunningItem(lease, page, now - Beginning.AtTheEarliest(worker, page, now));
    }
}
