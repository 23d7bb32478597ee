namespace ProcQ.Workers;

/// <summary>Starts the workers of one pool, and owns what they share. Disposing waits, for a while, until it is given back.</summary>
internal abstract class WorkerStarter : IAsyncDisposable
{
    /// <summary>
    /// Starts a worker for the place and returns when it can be served. A <see cref="WorkerStartException"/> that is permanent says that there will never
    /// be one.
    /// </summary>
    /// <param name="slot">The number of the slot it will live in, and <paramref name="generation"/> its incarnation there: its events name both.</param>
    /// <param name="generation">See <paramref name="slot"/>.</param>
    /// <param name="place">The place it fills; -1 for a spare.</param>
    /// <param name="sink">Hears its events.</param>
    /// <param name="cancelled">Nobody wants it any more.</param>
    public abstract Task<WorkerSession> StartAsync(
        int slot,
        long generation,
        int place,
        Action<WorkerEvent> sink,
        CancellationToken cancelled
    );

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
