using ProcQ.Engine;
using ProcQ.Scheduling;
using ProcQ.Workers;

namespace ProcQ.Calls;

/// <summary>The item a worker is in, by its progress page.</summary>
/// <param name="Sequence">Its number in the worker's session.</param>
/// <param name="Index">Its index in its call.</param>
/// <param name="For">How long it has been running.</param>
internal readonly record struct RunningItem(long Sequence, long Index, TimeSpan For)
{
    /// <summary>The item this process is in; null for none. Under the engine's gate.</summary>
    public static RunningItem? In(int processId, PoolCore core, SlotTable slots, TimeSpan now)
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
        // Few items pay for a look at the clock. The others began when their worker last had news for us, or later.
        // What is on the page is the worker's word: it may be any number.
        var clock = Environment.TickCount64;
        var since =
            page.ChangedAt > 0 ? TimeSpan.FromMilliseconds(Math.Clamp(clock - page.ChangedAt, 0, clock)) : now - worker.MovedAt;
        return new RunningItem(page.Running, lease.IndexOf(page.Running), since > TimeSpan.Zero ? since : TimeSpan.Zero);
    }
}
