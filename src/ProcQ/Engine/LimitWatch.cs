using ProcQ.Scheduling;

namespace ProcQ.Engine;

/// <summary>Reads the progress pages of workers that hold items with a time limit, and tells the core. Called under the engine's gate.</summary>
internal sealed class LimitWatch(PoolCore core, SlotTable slots)
{
    // How often: a limit is never cut short, and overrun by no more than this and the kill.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);

    /// <summary>One look at every worker that has something to watch.</summary>
    public void Look(TimeSpan now)
    {
        foreach (var worker in core.Workers)
        {
            // The clock before the page: being held up in between must not make an item look slower.
            var clock = Environment.TickCount64;
            if (!worker.HasTimeLimit || slots[worker.Id].Session?.Progress is not { } progress)
                continue;
            var ran = TimeSpan.FromMilliseconds(Math.Clamp(clock - progress.ChangedAt, 0, clock));
            if (progress.Running >= 0)
                core.Running(worker.Id, worker.Generation, progress.Running, now - ran, now);
            else
                core.NotBegun(worker.Id, worker.Generation, progress.Finished, now);
        }
    }

    /// <summary>When to be called next, if not at <paramref name="next"/> already.</summary>
    public TimeSpan? Sooner(TimeSpan? next)
    {
        foreach (var worker in core.Workers)
        {
            if (worker.HasTimeLimit && (next is null || next > Period))
                return Period;
        }

        return next;
    }
}
