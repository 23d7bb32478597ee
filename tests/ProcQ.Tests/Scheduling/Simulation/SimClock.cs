namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>Virtual time in nanoseconds, and what is to happen when. Equal times keep the order in which they were entered.</summary>
internal sealed class SimClock
{
    public const long Microsecond = 1_000;
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000_000_000;

    private const long Tick = 100;
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private long _entered;

    public long Now { get; private set; }

    public TimeSpan Time => TimeSpan.FromTicks(Now / Tick);

    /// <summary>How many events have happened.</summary>
    public long Events { get; private set; }

    public static long From(TimeSpan time) => time.Ticks * Tick;

    /// <summary>Times are whole ticks, for the core knows nothing finer.</summary>
    public void At(long time, Action action) =>
        _events.Enqueue(action, ((Math.Max(time, Now) + Tick - 1) / Tick * Tick, _entered++));

    public bool Step()
    {
        if (!_events.TryDequeue(out var action, out var when))
            return false;
        Now = when.At;
        Events++;
        action();
        return true;
    }
}
