namespace ProcQ.Engine;

/// <summary>
/// The pool's alarm clock: a thread of its own, so that a starved thread pool cannot delay a time limit. Whoever
/// <paramref name="ring"/>s says by <see cref="Within"/> when it wants to be called next. While it waits it is the pulse of the pool's clock.
/// </summary>
internal sealed class Watchdog(string name, AwakeClock clock, Action ring)
{
    // From beat to beat. Of an interruption of this process no more than this and the clock's tolerance is counted.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    // A wait can be so long at most that it fits the system's timers; ringing too early does no harm.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private Thread? _thread;
    private TimeSpan? _due;
    private bool _stopped;

    /// <summary>The pool must be called after <paramref name="delay"/> at the latest, which was reckoned at <paramref name="since"/> of the clock.</summary>
    public void Within(TimeSpan delay, long since)
    {
        var at = Now + (delay < Longest ? delay : Longest);
        lock (_gate)
        {
            if (_stopped || (_due is { } due && due <= at))
                return;
            if (_due is null)
                clock.Wake(since);
            _due = at;
            if (_thread is null)
            {
                var thread = new Thread(Run) { IsBackground = true, Name = name };
                thread.Start();
                _thread = thread;
            }

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

    private static TimeSpan Now => TimeSpan.FromMilliseconds(Environment.TickCount64);

    private void Run()
    {
        while (WaitUntilDue())
            ring();
    }

    private bool WaitUntilDue()
    {
        lock (_gate)
        {
            while (!_stopped && TimeLeft_NeedsLock() is var left && left != TimeSpan.Zero)
                Monitor.Wait(_gate, Pulse(left));
            _due = null;
            if (_stopped)
                clock.Rest();
            return !_stopped;
        }
    }

    /// <summary>How long to wait until the next beat.</summary>
    private TimeSpan Pulse(TimeSpan left)
    {
        if (left == Timeout.InfiniteTimeSpan)
        {
            clock.Rest();
            return left;
        }

        var wait = left < Beat ? left : Beat;
        clock.Beat(wait);
        return wait;
    }

    // Asked once for each wait: the clock goes on between two looks.
    private TimeSpan TimeLeft_NeedsLock()
    {
        if (_due is not { } due)
            return Timeout.InfiniteTimeSpan;
        var left = due - Now;
        return left > TimeSpan.Zero ? left + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero;
    }
}
