using ProcQ.Launching;

namespace ProcQ.Workers;

/// <summary>Workers that have to be launched, and are talked to through a pipe.</summary>
internal sealed class ProcessStarter(WorkerLauncher launcher, SlotTerms terms) : WorkerStarter
{
    /// <inheritdoc/>
    public override async Task<WorkerSession> StartAsync(
        int slot,
        long generation,
        int place,
        Action<WorkerEvent> sink,
        CancellationToken cancelled
    ) => new ProcessSession(slot, await launcher.StartAsync(place, cancelled).ConfigureAwait(false), generation, terms, sink);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => launcher.DisposeAsync();
}
