namespace ProcQ.Host;

/// <summary>Calls those who asked for it about every millisecond, as long as one of them says that there is something to tick for; sleeps otherwise.</summary>
internal sealed class Ticker : IDisposable
{
    private const int PeriodMilliseconds = 1;

    // Going to sleep and being woken costs more than a few idle ticks.
    private const int IdleTicks = 20;

    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly ManualResetEvent _stop = new(initialState: false);
    private readonly Lock _gate = new();
    private volatile bool _asleep = true;

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
            _ticks = [.. _ticks.Where(t => t != tick)];
    }

    /// <summary>There is something to tick for.</summary>
    public void Wake()
    {
        if (!_asleep)
            return;
        _asleep = false;
        _wake.Set();
    }

    /// <summary>Its thread ends.</summary>
    public void Dispose()
    {
        _stop.Set();
        _wake.Set();
    }

    private void Run()
    {
        while (_wake.WaitOne())
        {
            for (var idle = 0; idle < IdleTicks; idle++)
            {
                if (_stop.WaitOne(PeriodMilliseconds))
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

    private bool Tick()
    {
        var any = false;
        foreach (var tick in _ticks)
            any |= tick();
        return any;
    }
}
