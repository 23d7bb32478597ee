namespace ProcQ.Engine;

/// <summary>A timer of an <see cref="AwakeClock"/>: when the system's timer rings and this process was away meanwhile, it is set again for what is left.</summary>
internal sealed class AwakeTimer : ITimer
{
    // What the system's timers can tell apart.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private readonly AwakeClock _clock;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();

    // Guarded by the gate: when it was set and for how long; null when it is not.
    private (long At, TimeSpan DueTime)? _set;

    public AwakeTimer(
        AwakeClock clock,
        TimeProvider inner,
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        (_clock, _callback, _state) = (clock, callback, state);
        _timer = inner.CreateTimer(
            static self => ((AwakeTimer)self!).Ring(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
            throw new NotSupportedException("Nothing here rings more than once.");
        lock (_gate)
        {
            _set = dueTime == Timeout.InfiniteTimeSpan ? null : (_clock.GetTimestamp(), dueTime);
            return _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Ring()
    {
        lock (_gate)
        {
            if (_set is not { } set)
                return;
            var left = set.DueTime - _clock.GetElapsedTime(set.At);
            if (left > TimeSpan.Zero)
            {
                _timer.Change(left > Least ? left : Least, Timeout.InfiniteTimeSpan);
                return;
            }

            _set = null;
        }

        _callback(_state);
    }
}
