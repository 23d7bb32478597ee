namespace ProcQ.Specs.Pool;

/// <summary>An input that knows how far it was read, and whether its enumerator was disposed.</summary>
internal sealed class ProducedItems(long count = long.MaxValue)
{
    private long _produced;
    private int _running;
    private int _disposed;

    public long Produced => Interlocked.Read(ref _produced);

    /// <summary>Its enumerator was made and not disposed yet.</summary>
    public bool IsOpen => Volatile.Read(ref _running) > Volatile.Read(ref _disposed);

    public bool WasDisposed => Volatile.Read(ref _disposed) > 0;

    /// <summary>0, 1, 2 and so on.</summary>
    public IEnumerable<long> Items()
    {
        Interlocked.Increment(ref _running);
        try
        {
            for (long i = 0; i < count; i++)
            {
                Interlocked.Increment(ref _produced);
                yield return i;
            }
        }
        finally
        {
            Interlocked.Increment(ref _disposed);
        }
    }

    /// <summary>The same, awaited.</summary>
    public async IAsyncEnumerable<long> Stream(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default
    )
    {
        Interlocked.Increment(ref _running);
        try
        {
            for (long i = 0; i < count; i++)
            {
                ct.ThrowIfCancellationRequested();
                await Task.Yield();
                Interlocked.Increment(ref _produced);
                yield return i;
            }
        }
        finally
        {
            Interlocked.Increment(ref _disposed);
        }
    }
}
