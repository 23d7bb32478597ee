namespace ProcQ.Host;

/// <summary>Calls those who asked for it about every millisecond, as long as one of them says that there is something to tick for; sleeps otherwise.</summary>
internal sealed class Ticker : IDisposable
{
    private const int PeriodMilliseconds = 1;

    // Going to sleep and being woken costs more than a few idle ticks.
    private const int IdleTicks = 20;

    // A monitor: events would have to be loaded first, at the start of every worker.
    private readonly object _gate = new();
    private volatile bool _asleep = true;
    private bool _stopped;

    // Replaced under the gate, read by the ticker's thread.
    private volatile Func<bool>[] _ticks = [];

    public void Start() => new Thread(Run) { IsBackground = true, Name = "ProcQ ticker" }.UnsafeStart();

    public void Add(Func<bool> tick)
    {
        lock (_gate)
            _ticks = [.. _ticks, tick];
    }

    public void Remove(Func<bool> tick)
    {
        lock (_gate)
            _ticks = Array.FindAll(_ticks, t => t != tick);
    }

    /// <summary>There is something to tick for.</summary>
    public void Wake()
    {
        if (!_asleep)
            return;
        lock (_gate)
        {
            // Somebody else may have woken it meanwhile: a second pulse would cut its next period short.
            if (!_asleep)
                return;
            _asleep = false;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Its thread ends.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (AwaitWake())
        {
            for (var idle = 0; idle < IdleTicks; idle++)
            {
                if (!AwaitPeriod())
                    return;
                if (Tick())
                    idle = 0;
            }

            _asleep = true;
            Interlocked.MemoryBarrier();
            // The runner may have looked just before; one more tick closes the gap.
            if (Tick())
                Wake();
        }
    }

    private bool AwaitWake()
    {
        lock (_gate)
        {
            while (_asleep && !_stopped)
                Monitor.Wait(_gate);
            return !_stopped;
        }
    }

    private bool AwaitPeriod()
    {
        lock (_gate)
        {
            if (!_stopped)
                Monitor.Wait(_gate, PeriodMilliseconds);
            return !_stopped;
        }
    }

    private bool Tick()
    {
        var any = false;
        foreach (var tick in _ticks)
            any |= tick();
        return any;
    }
}
