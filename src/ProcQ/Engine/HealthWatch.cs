using ProcQ.Scheduling;
using ProcQ.Watching;
using ProcQ.Workers;

namespace ProcQ.Engine;

/// <summary>
/// Looks about once a second at the process of every worker that has something in hand. What is seen is kept as evidence (its memory, whether it runs at all),
/// and a worker that cannot go on is reported. It is not killed: that is for deadlines, and whoever stopped it may let it go on.
/// </summary>
internal sealed class HealthWatch(PoolCore core, SlotTable slots, PoolWatch watch, AwakeClock clock)
{
    /// <summary>From look to look.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // A worker with a batch in its pipe begins it within microseconds.
    private static readonly TimeSpan LongSinceSent = TimeSpan.FromSeconds(2);

    // Less is what any busy machine does to anybody.
    private static readonly TimeSpan Noteworthy = TimeSpan.FromSeconds(1);

    // What one look shows may be over by the next.
    private const int Looks = 2;

    // By slot: how many looks in a row found it unable to go on.
    private readonly Dictionary<int, (long Generation, int Looks)> _unable = [];
    private TimeSpan _missed;

    // By the system's clock: a user's clock may stand still.
    private long _next;
    private bool _looked;

    /// <summary>Whose processes are to be looked at now; nobody's most of the time. Under the engine's gate; the look itself is not.</summary>
    public IReadOnlyList<WorkerSession> Due()
    {
        NoteInterruption();
        if (Environment.TickCount64 < _next)
            return [];
        // Rings come a little early and a little late.
        _next = Environment.TickCount64 + (long)(Period * 0.9).TotalMilliseconds;
        _looked = true;
        return [.. core.Workers.Where(w => w.Leases.Count > 0).Select(w => slots[w.Id].Session).OfType<WorkerSession>()];
    }

    /// <summary>After a look: says who cannot go on, and who can again. Under the engine's gate.</summary>
    public void Judge(TimeSpan now)
    {
        if (!_looked)
            return;
        _looked = false;
        foreach (var worker in core.Workers)
        {
            if (slots[worker.Id].Session is not { } session)
                continue;
            var looks = CannotGoOn(worker, session, now) ? LooksInVain(worker) + 1 : 0;
            _unable[worker.Id] = (worker.Generation, looks);
            watch.Responds(worker, looks < Looks, session.Vitals.Last.Condition, now);
        }
    }

    /// <summary>
    /// When to ring next, if not after <paramref name="next"/> already. Also for the clock's sake: while anybody waits for a process, in whatever part of its life,
    /// time must not go by unnoticed.
    /// </summary>
    public TimeSpan? Sooner(TimeSpan? next)
    {
        foreach (var worker in core.Workers)
        {
            if (worker.Leases.Count > 0 || worker.Phase is not (WorkerPhase.Ready or WorkerPhase.Gone) || IsSuspect(worker))
                return Deadline.Earlier(next, Period);
        }

        return next;
    }

    private void NoteInterruption()
    {
        var missed = clock.Missed;
        if (missed - _missed >= Noteworthy)
            watch.Interrupted(missed - _missed);
        _missed = missed;
    }

    /// <summary>It could not go on when it was looked at last. It may have nothing in hand by now, and is to be told of as one that can.</summary>
    private bool IsSuspect(WorkerState worker) => worker.Phase == WorkerPhase.Ready && LooksInVain(worker) > 0;

    private int LooksInVain(WorkerState worker)
    {
        var before = _unable.GetValueOrDefault(worker.Id);
        return before.Generation == worker.Generation ? before.Looks : 0;
    }

    /// <summary>
    /// It is stopped, or has not begun what it was sent long ago, or not sent what it has finished, and does nothing else either. A function that waits is no such case.
    /// </summary>
    private static bool CannotGoOn(WorkerState worker, WorkerSession session, TimeSpan now)
    {
        if (worker.Leases.Count == 0)
            return false;
        return session.Vitals.Last.Condition switch
        {
            WorkerCondition.Stopped => true,
            WorkerCondition.Waiting => now - worker.MovedAt >= LongSinceSent && session.Progress.Running < 0,
            _ => false,
        };
    }
}
