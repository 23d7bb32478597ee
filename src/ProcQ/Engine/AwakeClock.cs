namespace ProcQ.Engine;

/// <summary>
/// The pool's clock. It counts only time in which this process ran: one that was stopped, frozen with its container or held by a debugger comes back to
/// a world where every deadline has passed and nobody had a chance to keep one. Whoever waits for a deadline (the <see cref="Watchdog"/>) says when it
/// will be back; what goes by between that beat and the next sign of life, beyond a tolerance, never was.
/// </summary>
/// <remarks>While nobody waits for anything there are no beats, and time is counted as it comes. Any thread may read it.</remarks>
internal sealed class AwakeClock(TimeProvider inner) : TimeProvider
{
    /// <summary>How late a beat may be on a machine that is merely busy. So much of any interruption counts.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(250);

    private const long Never = long.MaxValue;

    private readonly long _ticksOfTolerance = (long)(Tolerance.TotalSeconds * inner.TimestampFrequency);
    private Rhythm _rhythm = new(Never, 0);

    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <summary>Time that passed while this process did not run, as far as anybody waited for a deadline then.</summary>
    public TimeSpan Missed => inner.GetElapsedTime(0, Volatile.Read(ref _rhythm).Missed);

    public override long GetTimestamp()
    {
        while (true)
        {
            var rhythm = Volatile.Read(ref _rhythm);
            var now = inner.GetTimestamp();
            // The beat is late; or soon would be, though whoever reads this shows that we run.
            if (IsOverdue(rhythm, now, _ticksOfTolerance / 2))
                Move(rhythm, now, now);
            // An interruption between the two reads that somebody else has noticed: the time belongs to another count of what was missed.
            else if (ReferenceEquals(rhythm, Volatile.Read(ref _rhythm)))
                return now - rhythm.Missed;
        }
    }

    /// <summary>A timer that rings after so much time awake.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new AwakeTimer(this, inner, callback, state, dueTime, period);

    /// <summary>Somebody begins to wait for a deadline that it reckons from the reading <paramref name="since"/>.</summary>
    public void Wake(long since)
    {
        var rhythm = Volatile.Read(ref _rhythm);
        if (rhythm.Expected == Never)
            Interlocked.CompareExchange(ref _rhythm, new Rhythm(since + rhythm.Missed, rhythm.Missed), rhythm);
    }

    /// <summary>A sign of life; the next one comes within <paramref name="next"/>.</summary>
    public void Beat(TimeSpan next) => Move((long)(next.TotalSeconds * inner.TimestampFrequency));

    /// <summary>Nobody waits for anything.</summary>
    public void Rest() => Move(null);

    private void Move(long? ahead)
    {
        Rhythm rhythm;
        long now;
        do
        {
            rhythm = Volatile.Read(ref _rhythm);
            now = inner.GetTimestamp();
        } while (!Move(rhythm, now, ahead is { } ticks ? now + ticks : Never));
    }

    private bool Move(Rhythm rhythm, long now, long expected)
    {
        var missed = IsOverdue(rhythm, now, _ticksOfTolerance) ? now - rhythm.Expected - _ticksOfTolerance : 0;
        var next = new Rhythm(expected, rhythm.Missed + missed);
        return ReferenceEquals(Interlocked.CompareExchange(ref _rhythm, next, rhythm), rhythm);
    }

    private static bool IsOverdue(Rhythm rhythm, long now, long by) => rhythm.Expected != Never && now - rhythm.Expected > by;

    /// <summary>When the next beat is due, in the time of the system, and how much of that time was missed so far.</summary>
    private sealed class Rhythm(long expected, long missed)
    {
        public long Expected { get; } = expected;

        public long Missed { get; } = missed;
    }
}
