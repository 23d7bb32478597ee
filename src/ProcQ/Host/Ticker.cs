namespace ProcQ.Host;

/// <summary>Calls <paramref name="tick"/> about every millisecond as long as it says that there is something to tick for; sleeps otherwise.</summary>
internal sealed class Ticker(Func<bool> tick)
{
    private const int PeriodMilliseconds = 1;

    // Going to sleep and being woken costs more than a few idle ticks.
    private const int IdleTicks = 20;

    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly ManualResetEvent _never = new(initialState: false);
    private volatile bool _asleep = true;

    public void Start() => new Thread(Run) { IsBackground = true, Name = "ProcQ ticker" }.Start();

    /// <summary>There is something to tick for.</summary>
    public void Wake()
    {
        if (!_asleep)
            return;
        _asleep = false;
        _wake.Set();
    }

    private void Run()
    {
        while (_wake.WaitOne())
        {
            for (var idle = 0; idle < IdleTicks; idle++)
            {
                _never.WaitOne(PeriodMilliseconds);
                if (tick())
                    idle = 0;
            }

            _asleep = true;
            Interlocked.MemoryBarrier();
            // The runner may have looked just before; one more tick closes the gap.
            if (tick())
                Wake();
        }
    }
}
