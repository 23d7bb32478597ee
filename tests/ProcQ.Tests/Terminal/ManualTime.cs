namespace ProcQ.Tests.Terminal;

/// <summary>A clock and timers that go on when they are told to.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers have not been disposed.</summary>
    public int Timers => _timers.Count;

    public override long GetTimestamp() => _now;

    /// <summary>Time passes, and then each timer is called once.</summary>
    public void Pass(TimeSpan time)
    {
        _now += time.Ticks;
        foreach (var timer in _timers.ToArray())
            timer.Call();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        _timers.Add(timer);
        return timer;
    }

    private sealed class ManualTimer(ManualTime time, Action call) : ITimer
    {
        public void Call() => call();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
