using ProcQ.Workers;

namespace ProcQ.Threads;

/// <summary>Workers that are threads of this process.</summary>
internal sealed class ThreadStarter : WorkerStarter
{
    private readonly ThreadTerms _terms;
    private readonly SlotTerms _slotTerms;

    public ThreadStarter(ThreadTerms terms, SlotTerms slotTerms)
    {
        (_terms, _slotTerms) = (terms, slotTerms);
        terms.Ticker.Start();
    }

    /// <inheritdoc/>
    public override Task<WorkerSession> StartAsync(
        int slot,
        long generation,
        int place,
        Action<WorkerEvent> sink,
        CancellationToken cancelled
    )
    {
        cancelled.ThrowIfCancellationRequested();
        var session = new ThreadSession(new ThreadIdentity(slot, generation), place, _terms, _slotTerms, sink);
        session.Start();
        return Task.FromResult<WorkerSession>(session);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _terms.Ticker.Dispose();
        return ValueTask.CompletedTask;
    }
}
