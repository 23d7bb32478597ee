using System.Diagnostics;
using ProcQ.Interop;

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
        TimeSpan rest;
        while ((rest = WaitUntilNearlyDue()) > TimeSpan.Zero)
            BriefWait.For(rest);
        lock (_gate)
        {
            if (_stopped)
                _clock.Rest();
            return !_stopped;
        }
    }

    /// <summary>What is left of the last millisecond, which the waits that can be ended know nothing of; zero when it is time.</summary>
    private TimeSpan WaitUntilNearlyDue()
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                TimeSpan? left = _due - Now;
                if (left < BriefWait.Longest)
                {
                    _due = left > TimeSpan.Zero ? _due : null;
                    return left.Value;
                }

                Monitor.Wait(_gate, Pulse(left));
            }

            return TimeSpan.Zero;
        }
    }

    /// <summary>How long to wait until the next beat.</summary>
    private TimeSpan Pulse(TimeSpan? left)
    {
        if (left is not { } time)
        {
            _clock.Rest();
            return Timeout.InfiniteTimeSpan;
        }

        var wait = time < Beat ? time : Beat;
        _clock.Beat(wait);
        return wait;
    }
}
