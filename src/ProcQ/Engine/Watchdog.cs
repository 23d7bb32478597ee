namespace ProcQ.Engine;

/// <summary>
/// The pool's alarm clock: a thread of its own, so that a starved thread pool cannot delay a time limit. Whoever
/// <paramref name="ring"/>s says by <see cref="Within"/> when it wants to be called next.
/// </summary>
internal sealed class Watchdog(string name, Action ring)
{
    // A wait can be so long at most that it fits the system's timers; ringing too early does no harm.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private Thread? _thread;
    private TimeSpan? _due;
    private bool _stopped;

    /// <summary>The pool must be called after <paramref name="delay"/> at the latest.</summary>
    public void Within(TimeSpan delay)
    {
        var at = Now + (delay < Longest ? delay : Longest);
        lock (_gate)
        {
            if (_stopped || (_due is { } due && due <= at))
                return;
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
                Monitor.Wait(_gate, left);
            _due = null;
            return !_stopped;
        }
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
