namespace ProcQ.Specs.Support;

/// <summary>
/// The system's clock, that calls back when the timer of a given due time is given back. A worker's start holds one timer for its time limit until the
/// worker is in: its end is the last moment of a start that a spec can be called in, on the thread that goes on with the worker.
/// </summary>
internal sealed class LastTimer(TimeSpan dueTime, Action givenBack) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan due, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, due, period);
        return due == dueTime ? new Watched(timer, givenBack) : timer;
    }

    private sealed class Watched(ITimer timer, Action givenBack) : ITimer
    {
        private int _given;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            if (Interlocked.Exchange(ref _given, 1) == 0)
                givenBack();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
