namespace ProcQ.Terminal;

/// <summary>Calls something again and again, one call at a time, until it is stopped. A call that is due while another one runs is left out.</summary>
internal sealed class Ticking
{
    private readonly Lock _running = new();
    private readonly ITimer _timer;
    private readonly Action _call;
    private bool _stopped;

    public Ticking(TimeProvider time, TimeSpan interval, Action call)
    {
        _call = call;
        _timer = time.CreateTimer(static self => ((Ticking)self!).Tick(), this, interval, interval);
    }

    /// <summary>Waits for a call that runs; none comes after it.</summary>
    public void Stop()
    {
        _timer.Dispose();
        lock (_running)
            _stopped = true;
    }

    private void Tick()
    {
        if (!_running.TryEnter())
            return;
        try
        {
            if (!_stopped)
                _call();
        }
        finally
        {
            _running.Exit();
        }
    }
}
