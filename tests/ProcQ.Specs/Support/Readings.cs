namespace ProcQ.Specs.Support;

/// <summary>A receiver of progress that keeps all it gets, and notices when it is called twice at once.</summary>
internal sealed class Readings : IProgress<PoolProgress>
{
    private readonly List<(long At, PoolProgress Progress)> _readings = [];
    private int _inside;

    /// <summary>Called with each reading.</summary>
    public Action<PoolProgress>? On { get; init; }

    public bool WasCalledByTwo { get; private set; }

    public IReadOnlyList<(long At, PoolProgress Progress)> All
    {
        get
        {
            lock (_readings)
                return [.. _readings];
        }
    }

    public PoolProgress Last => All[^1].Progress;

    public void Report(PoolProgress value)
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
            WasCalledByTwo = true;
        lock (_readings)
            _readings.Add((Environment.TickCount64, value));
        try
        {
            On?.Invoke(value);
        }
        finally
        {
            Interlocked.Exchange(ref _inside, 0);
        }
    }
}
