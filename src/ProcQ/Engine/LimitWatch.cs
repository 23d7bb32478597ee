using ProcQ.Scheduling;
using ProcQ.Wire;
using ProcQ.Workers;

namespace ProcQ.Engine;

/// <summary>Reads the progress pages of workers that hold items with a time limit, and tells the core. Called under the engine's gate.</summary>
internal sealed class LimitWatch(PoolCore core, SlotTable slots)
{
    // How often: a limit is never cut short, and overrun by no more than this, the next ring and the kill.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);

    // A worker that has not begun for so long may have to be killed for it, and is looked at more closely, so often: its process has many threads.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenCloserLooks = TimeSpan.FromMilliseconds(200);

    // By slot: the item that was seen there last, and when for the first time; when its page was read last; and when its process was looked at last.
    private readonly Dictionary<int, Sighting> _seen = [];
    private readonly Dictionary<int, (long Generation, TimeSpan At)> _read = [];
    private readonly Dictionary<int, long> _closerLooks = [];

    /// <summary>
    /// One look at every worker that has something to watch. <paramref name="clock"/>, the system's, was read first: being held up after that must not make an
    /// item look slower.
    /// </summary>
    public void Look(long clock, TimeSpan now)
    {
        foreach (var worker in core.Workers)
        {
            if (!worker.HasTimeLimit || slots[worker.Id].Session is not { Progress: var progress } session)
                continue;
            if (progress.Running >= 0)
                core.Running(worker.Id, worker.Generation, progress.Running, Began(worker, progress, clock, now), now);
            else
                core.InNoItem(worker.Id, worker.Generation, progress.Finished, now, LacksProcessor(worker, session, clock, now));
            _read[worker.Id] = (worker.Generation, now);
        }
    }

    /// <summary>When to be called next, if not at <paramref name="next"/> already.</summary>
    public TimeSpan? Sooner(TimeSpan? next, TimeSpan now)
    {
        foreach (var worker in core.Workers)
        {
            if (worker.HasTimeLimit)
                next = Deadline.Earlier(next, SoonestEnd(worker, now));
        }

        return next;
    }

    /// <summary>
    /// The worker wrote down when its item began, or it was first seen here, which is a little later. The first sighting holds: it was made in the pool's time,
    /// and whatever the worker says later, and however long this process is stopped meanwhile, the item began then.
    /// </summary>
    private TimeSpan Began(WorkerState worker, in ProgressSnapshot progress, long clock, TimeSpan now)
    {
        var seen = _seen.GetValueOrDefault(worker.Id);
        if (seen.Generation != worker.Generation || seen.Sequence != progress.Running)
            _seen[worker.Id] = seen = new Sighting(
                worker.Generation,
                progress.Running,
                NotBefore(LastRead(worker), Beginning.Noted(worker, progress, clock, now) ?? now)
            );
        return seen.At;
    }

    /// <summary>When its page named another item, or none; null when it was not read yet.</summary>
    private TimeSpan? LastRead(WorkerState worker) =>
        _read.TryGetValue(worker.Id, out var read) && read.Generation == worker.Generation ? read.At : null;

    private static TimeSpan NotBefore(TimeSpan? earliest, TimeSpan time) => earliest > time ? earliest.Value : time;

    /// <summary>It is late with beginning, and waits for nothing but a processor as far as the system can tell.</summary>
    private bool LacksProcessor(WorkerState worker, WorkerSession session, long clock, TimeSpan now)
    {
        if (
            now - worker.MovedAt < Late
            || CommonClock.Between(_closerLooks.GetValueOrDefault(worker.Id), clock) < BetweenCloserLooks
        )
            return false;
        _closerLooks[worker.Id] = clock;
        return session.IsRunnable;
    }

    /// <summary>Another look is due before the period is over if the item that was seen last is at its end by then.</summary>
    private TimeSpan SoonestEnd(WorkerState worker, TimeSpan now)
    {
        var seen = _seen.GetValueOrDefault(worker.Id);
        if (seen.Generation != worker.Generation || worker.Find(seen.Sequence)?.Job.Terms.Timeout is not { } limit)
            return Period;
        // In this order: a limit may be as long as a TimeSpan can be.
        var left = limit - (now - seen.At);
        return left > TimeSpan.Zero && left < Period ? left : Period;
    }

    private readonly record struct Sighting(long Generation, long Sequence, TimeSpan At);
}
