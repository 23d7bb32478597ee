using System.Diagnostics;

namespace ProcQ.Engine;

/// <summary>
/// The pool's alarm clock: a thread of its own, so that a starved thread pool cannot delay a time limit. Whoever
/// rings says by <see cref="Within"/> when it wants to be called next. While it waits it is the pulse of the pool's clock.
/// </summary>
internal sealed class Watchdog
{
    // From beat to beat. Of an interruption of this process no more than this and the clock's tolerance is counted.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    // A wait can be so long at most that it fits the system's timers; ringing too early does no harm.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly AwakeClock _clock;
    private readonly Action _ring;
    private TimeSpan? _due;
    private bool _stopped;

    private Watchdog(AwakeClock clock, Action ring) => (_clock, _ring) = (clock, ring);

    /// <summary>Before anything needs it: a pool whose clock cannot be started must not come to be.</summary>
    public static Watchdog Start(string name, AwakeClock clock, Action ring)
    {
        var watchdog = new Watchdog(clock, ring);
        new Thread(watchdog.Run) { IsBackground = true, Name = name }.Start();
        return watchdog;
    }

    /// <summary>The pool must be called after <paramref name="delay"/> at the latest, which was reckoned at <paramref name="since"/> of the clock.</summary>
    public void Within(TimeSpan delay, long since)
    {
        var at = Now + (delay < Longest ? delay : Longest);
        lock (_gate)
        {
            if (_stopped || (_due is { } due && due <= at))
                return;
            if (_due is null)
                _clock.Wake(since);
            _due = at;
            Monitor.PulseAll(_gate);
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    // Not Environment.TickCount64, which moves in the steps of the kernel's own clock, of four milliseconds and more.
    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    private void Run()
    {
        while (WaitUntilDue())
            _ring();
    }

    private bool WaitUntilDue()
    {
        lock (_gate)
        {
            while (!_stopped && TimeLeft_NeedsLock() is var left && left != TimeSpan.Zero)
                Monitor.Wait(_gate, Pulse(left));
            _due = null;
            if (_stopped)
                _clock.Rest();
            return !_stopped;
        }
    }

    /// <summary>How long to wait until the next beat.</summary>
    private TimeSpan Pulse(TimeSpan left)
    {
        if (left == Timeout.InfiniteTimeSpan)
        {
            _clock.Rest();
            return left;
        }

        var wait = left < Beat ? left : Beat;
        _clock.Beat(wait);
        return wait;
    }

    // Asked once for each wait: the clock goes on between two looks.
    private TimeSpan TimeLeft_NeedsLock()
    {
        if (_due is not { } due)
            return Timeout.InfiniteTimeSpan;
        var left = due - Now;
        // A wait is cut to whole milliseconds.
        return left > TimeSpan.Zero ? left + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero;
    }
}
