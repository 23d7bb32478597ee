using ProcQ.Engine;
using ProcQ.Scheduling;
using ProcQ.Watching;
using ProcQ.Workers;

namespace ProcQ.Calls;

/// <summary>A pool as its face uses it: where its calls come in, and what begins and ends its life. Held by the face alone; see <see cref="LastUse"/>.</summary>
/// <param name="kind">The type of the face, for errors.</param>
/// <param name="life">From the first worker to the last.</param>
/// <param name="desk">Where calls come in.</param>
/// <param name="use">What holds the pool for those who use it.</param>
/// <param name="audience">Who hears of it.</param>
internal sealed class PoolBody(string kind, PoolLife life, CallDesk desk, LastUse use, Audience audience)
{
    private volatile bool _disposed;

    /// <summary>Opens a pool: from here on it has workers, or tries to.</summary>
    public static PoolBody Open(string kind, PoolEngine engine, WorkerStarter starter, DeskTerms terms)
    {
        var use = new LastUse(engine);
        return new PoolBody(
            kind,
            new PoolLife(engine, starter, terms.Audience),
            new CallDesk(engine, terms, use),
            use,
            terms.Audience
        );
    }

    private PoolEngine Engine => life.Engine;

    public Task Completion => life.Completion;

    /// <summary>It takes calls, and has workers to run them or can hope to.</summary>
    public bool IsUsable => !_disposed && Engine.Phase == PoolPhase.Open && Engine.Fault is null;

    public CallDesk Desk
    {
        get
        {
            ThrowUnlessOpen("it takes no more calls");
            return desk;
        }
    }

    public PoolStats Stats => Engine.Look((core, slots, now, watch) => Statistics.Of(core, slots, now, watch, Engine)).Complete();

    /// <summary>Completes when every worker that is kept in any case is ready.</summary>
    public Task WarmUpAsync(CancellationToken ct) => UseUntilAsync(Engine.Warm.WaitAsync(ct));

    public Task ResizeAsync(int workers, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        ThrowUnlessOpen("its size cannot change any more");
        return UseUntilAsync(Engine.ResizeAsync(workers).WaitAsync(ct));
    }

    public void Close() => Engine.Close();

    public bool Join(TimeSpan timeout)
    {
        Limits.ThrowIfNegative(timeout, nameof(timeout));
        if (Engine.Phase == PoolPhase.Open)
            throw new InvalidOperationException(
                $"The pool '{audience.PoolName}' is open, and would never end: call Close or Terminate before Join."
            );
        var ended = ((IAsyncResult)life.Ended).AsyncWaitHandle.WaitOne(Limits.ForTimer(timeout));
        GC.KeepAlive(use);
        return ended;
    }

    public void Terminate() => Engine.Terminate();

    public void Dispose()
    {
        EndUse();
        // Its end waits for the reporter, which may be the caller.
        if (audience.Reporter?.IsCurrent != true)
            ((IAsyncResult)life.Ended).AsyncWaitHandle.WaitOne();
    }

    public async ValueTask DisposeAsync()
    {
        EndUse();
        await life.Ended.ConfigureAwait(false);
    }

    private void EndUse()
    {
        _disposed = true;
        Engine.Terminate();
        use.Over();
    }

    /// <summary>Who waits for something of the pool uses it, also when nobody else does.</summary>
    private async Task UseUntilAsync(Task wait)
    {
        await wait.ConfigureAwait(false);
        GC.KeepAlive(use);
    }

    private void ThrowUnlessOpen(string consequence)
    {
        if (_disposed)
            throw new ObjectDisposedException(
                kind,
                $"The pool '{audience.PoolName}' is disposed: {consequence}. Make the call before Dispose, or make another pool."
            );
        if (Engine.Phase != PoolPhase.Open)
            throw new InvalidOperationException(
                $"The pool '{audience.PoolName}' is closed: {consequence}. Make the call before Close or Terminate, or make another pool."
            );
    }
}
