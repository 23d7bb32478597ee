using ProcQ.Watching;
using ProcQ.Workers;

namespace ProcQ.Engine;

/// <summary>
/// A pool behind its face, from its first worker to its last. Its threads keep this alive, and this knows nothing of the face: a pool that nobody uses any
/// more can be told from one that somebody does.
/// </summary>
internal sealed class PoolLife
{
    private readonly WorkerStarter _starter;
    private readonly Audience _audience;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PoolLife(PoolEngine engine, WorkerStarter starter, Audience audience)
    {
        (Engine, _starter, _audience) = (engine, starter, audience);
        _audience.Start();
        engine.Open();
        Ended = EndAsync();
    }

    public PoolEngine Engine { get; }

    /// <summary>Completes with the pool, or fails with what kept it from working.</summary>
    public Task Completion => _completion.Task;

    /// <summary>As <see cref="Completion"/>, but never fails.</summary>
    public Task Ended { get; }

    private async Task EndAsync()
    {
        try
        {
            await EndPartsAsync().ConfigureAwait(false);
            if (Engine.Fault is { } fault)
                _completion.SetException(fault);
            else
                _completion.SetResult();
        }
        catch (Exception e)
        {
            // A loop that ended by an exception is a bug of ours; whoever awaits the end of the pool is told, and nobody waits for ever.
            // What kept the pool from working says more.
            _completion.SetException(Engine.Fault ?? e);
        }

        // Its calls have told of it already: a pool whose Completion nobody looks at must not be an unobserved error of the process.
        _ = _completion.Task.Exception;
    }

    private async Task EndPartsAsync()
    {
        try
        {
            await Engine.Ended.ConfigureAwait(false);
            await Engine.JoinLoopsAsync().ConfigureAwait(false);
            await _starter.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            // Whatever went wrong: they are told of the end, and their threads end.
            await _audience.EndAsync().ConfigureAwait(false);
        }
    }
}
