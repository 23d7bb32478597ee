using System.Runtime.ExceptionServices;

namespace ProcQ.Terminal;

/// <summary>
/// Calls something again and again, one call at a time, until it is stopped or the call throws. A call that is due while another one runs is left out.
/// </summary>
internal sealed class Ticking
{
    private readonly Lock _running = new();
    private readonly ITimer _timer;
    private readonly Action _call;

    // Both guarded by the lock.
    private bool _stopped;
    private ExceptionDispatchInfo? _failure;

    public Ticking(TimeProvider time, Action call)
    {
        _call = call;
        _timer = time.CreateTimer(
            static self => ((Ticking)self!).Tick(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>The first call comes after an interval. Does nothing once it is stopped.</summary>
    public void Start(TimeSpan interval) => _timer.Change(interval, interval);

    /// <summary>Waits for a call that runs; none comes after it. Throws what a call threw: there was nobody to tell it to when it did.</summary>
    public void Stop()
    {
        _timer.Dispose();
        ExceptionDispatchInfo? failure;
        lock (_running)
        {
            _stopped = true;
            failure = _failure;
        }

        failure?.Throw();
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
        catch (Exception failure)
        {
            // Whatever it is: on the timer's thread nobody would catch it, and the application would end. What cannot be written to now (a full disk, a
            // terminal that has hung up) is not tried again.
            _failure = ExceptionDispatchInfo.Capture(failure);
            _stopped = true;
            _timer.Dispose();
        }
        finally
        {
            _running.Exit();
        }
    }
}
