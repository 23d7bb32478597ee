namespace ProcQ.Tests.Scheduling;

/// <summary>The time of a system, as far as a test lets it pass, with timers that ring in it.</summary>
internal sealed class StoppableTime : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private long _now = TimeSpan.TicksPerHour;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Nobody runs meanwhile; timers that are due ring at its end.</summary>
    public void Pass(TimeSpan time)
    {
        Interlocked.Add(ref _now, time.Ticks);
        foreach (var timer in _timers.ToArray())
            timer.RingIfDue();
    }

    private sealed class Timer(StoppableTime time, Action ring) : ITimer
    {
        private long _due = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time._now + dueTime.Ticks;
            return true;
        }

        public void RingIfDue()
        {
            if (time._now < _due)
                return;
            _due = long.MaxValue;
            ring();
        }

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
