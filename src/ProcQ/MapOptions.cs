namespace ProcQ;

/// <summary>How the items of one call are to be run. Immutable; checked when the call is made.</summary>
public sealed record MapOptions
{
    /// <summary>
    /// Items that travel together. Default: null, adapted to the time an item takes. Range: 1 and up. It is a matter of transport only: items
    /// succeed and fail one by one. As <c>chunksize</c> of Python's multiprocessing.Pool.
    /// </summary>
    public int? ChunkSize { get; init; }

    /// <summary>
    /// Run budget of one item, from the moment it begins, also inside a chunk. An item that uses it up is killed with its worker, after the
    /// pool's <see cref="ProcessPoolOptions.TimeoutGrace"/>. Default: null, that of the pool. Range: more than zero; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> is none.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Further attempts at an item whose worker was lost or whose time was up. Default: 0. Range: 0 and up. An exception of the function is
    /// an answer and is not retried.
    /// </summary>
    public int Retries { get; init; }

    /// <summary>
    /// The wait before the first of the <see cref="Retries"/>; each one that follows waits twice as long, up to a minute (or this, if it is longer). Other
    /// items run meanwhile. Default: zero, at once. Range: zero and up.
    /// </summary>
    public TimeSpan RetryDelay { get; init; }

    /// <summary>
    /// Items read from the input and not yet taken by the reader of the results, at most. Default: null, as many as keep the workers busy, up to
    /// 16,384 where results are streamed. Range: 1 and up.
    /// </summary>
    public int? Window { get; init; }

    /// <summary>
    /// No item ever runs twice, not even when its worker dies just after it: each result is sent before the next item begins. Default: false: items
    /// that ended less than about a millisecond before the death of their worker may run again. Excludes <see cref="Retries"/>.
    /// </summary>
    public bool AtMostOnce { get; init; }

    /// <summary>
    /// Is told how far the call is, at most ten times a second and once more at the end, before the call returns or its stream ends; never by two threads at
    /// once. Default: null. One that throws is logged once and harms nothing; one that hangs is waited for no longer than five seconds. The framework's
    /// <see cref="Progress{T}"/> passes reports on to other threads, where they may overtake one another: a receiver of your own sees them in order.
    /// </summary>
    public IProgress<PoolProgress>? Progress { get; init; }

    /// <summary>Hears everything that happens in this call. Default: null. As <c>reporter</c> of delegate.parallelize.</summary>
    public Reporter? Reporter { get; init; }

    /// <summary>The call's name in logs and errors. Default: null, the name of the function.</summary>
    public string? Name { get; init; }

    /// <summary>For the shortcuts: items of this call that run at once, at most; null is as many as there are workers.</summary>
    internal int? Parallelism { get; init; }

    internal static MapOptions Default { get; } = new();

    internal MapOptions Validated()
    {
        if (ChunkSize is { } chunk)
            ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1, nameof(ChunkSize));
        Limits.ThrowIfNotPositive(Timeout, nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfNegative(Retries, nameof(Retries));
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero, nameof(RetryDelay));
        if (Window is { } window)
            ArgumentOutOfRangeException.ThrowIfLessThan(window, 1, nameof(Window));
        if (AtMostOnce && Retries > 0)
            throw new ArgumentException(
                "Retries run an item again, and AtMostOnce forbids it: set one of them.",
                nameof(Retries)
            );
        return this;
    }
}
