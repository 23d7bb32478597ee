using ProcQ.Scheduling;
using ProcQ.Wire;

namespace ProcQ.Engine;

/// <summary>When the item on a progress page began, in the pool's own time. Pages are written by the system's clock, which goes on while this process is stopped.</summary>
internal static class Beginning
{
    /// <summary>
    /// Null when the worker did not write it down. <paramref name="clock"/> is the system's clock when it was read before <paramref name="now"/> was: in doubt the
    /// item began later, and has more of its time left.
    /// </summary>
    public static TimeSpan? Noted(WorkerState worker, in ProgressSnapshot page, long clock, TimeSpan now)
    {
        if (page.ChangedAt <= 0)
            return null;
        // What is on the page is the worker's word: it may be any number.
        var began = now - CommonClock.Between(Math.Min(page.ChangedAt, clock), clock);
        // Not before it was sent, or the item before it was settled; if it looks so, this process was away in between.
        began = began > worker.MovedAt ? began : worker.MovedAt;
        return began < now ? began : now;
    }

    /// <summary>Few items pay for a look at the clock. The others began when their worker last had news for us, or later: they have run for so long at most.</summary>
    public static TimeSpan AtTheEarliest(WorkerState worker, in ProgressSnapshot page, TimeSpan now) =>
        Noted(worker, page, CommonClock.Timestamp, now) ?? (worker.MovedAt < now ? worker.MovedAt : now);
}
