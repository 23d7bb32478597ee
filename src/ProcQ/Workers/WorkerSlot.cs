using ProcQ.Launching;
using ProcQ.Wire;

namespace ProcQ.Workers;

/// <summary>The place of one worker in its pool: one process after the other lives in it, each in its own incarnation.</summary>
internal sealed class WorkerSlot(int id, WorkerStarter starter, SlotTerms terms, Action<WorkerEvent> sink)
{
    private readonly Lock _gate = new();
    private readonly Initialization _initialization = new(terms);

    // Guarded by the gate.
    private CancellationTokenSource? _starting;
    private WorkerSession? _session;
    private string? _doomed;
    private long _generation;
    private int _place;

    // Written by Start, of which there is one at a time: the next follows the end of the last.
    private Task _life = Task.CompletedTask;

    /// <summary>The process that lives here now; null between two.</summary>
    public WorkerSession? Session
    {
        get
        {
            lock (_gate)
                return _session;
        }
    }

    /// <summary>The place its worker fills, which is the number users know it by; -1 for a spare.</summary>
    public int Place
    {
        get
        {
            lock (_gate)
                return _place;
        }
        set
        {
            lock (_gate)
            {
                _place = value;
                _session?.Number(value);
            }
        }
    }

    /// <summary>Completes when the process that was last started is gone and accounted for.</summary>
    public Task Life => _life;

    /// <summary>Starts the next incarnation after a delay; what becomes of it is told by events.</summary>
    public void Start(long generation, int place, TimeSpan delay)
    {
        CancellationToken cancelled;
        lock (_gate)
        {
            _generation = generation;
            _place = place;
            _doomed = null;
            _starting = new CancellationTokenSource();
            cancelled = _starting.Token;
        }

        // What the thread that starts it has in its context is none of the worker's business, and must not live as long.
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
            _life = Task.Run(() => LiveAsync(generation, place, delay, cancelled), CancellationToken.None);
    }

    /// <summary>Puts a message in line for this incarnation; dropped when it is gone. Call <see cref="Pump"/> outside any lock.</summary>
    public void Post(long generation, Outgoing message)
    {
        lock (_gate)
        {
            if (_generation != generation || _session is null)
                return;
            if (message is Outgoing.Stop)
                _session.ExpectEnd();
            _session.Post(message);
        }
    }

    /// <summary>Puts a message in line for whoever lives here now.</summary>
    public void PostToCurrent(Outgoing message) => Session?.Post(message);

    public void Pump() => Session?.Pump();

    /// <summary>Ends this incarnation, also one that is still starting.</summary>
    public void Kill(long generation, string reason)
    {
        WorkerSession? session;
        CancellationTokenSource? starting;
        lock (_gate)
        {
            if (_generation != generation)
                return;
            _doomed ??= reason;
            (session, starting) = (_session, _starting);
        }

        // Elsewhere: what continues there must not run under the lock this is called under.
        if (starting is not null)
            ThreadPool.UnsafeQueueUserWorkItem(static s => s.Cancel(), starting, preferLocal: false);
        session?.Kill(reason);
    }

    private async Task LiveAsync(long generation, int place, TimeSpan delay, CancellationToken cancelled)
    {
        if (await LaunchAsync(generation, place, delay, cancelled).ConfigureAwait(false) is not { } session)
            return;
        string? doomed;
        lock (_gate)
        {
            // A kill finds the session from here on. One that came before may have been too late to stop the start.
            _session = session;
            doomed = _doomed;
        }

        var running = ServeAsync(session, generation);
        if (doomed is not null)
            session.Kill(doomed);
        var failure = await _initialization.RunAsync(session, running).ConfigureAwait(false);
        if (failure is null)
            sink(new WorkerEvent.Ready(id, generation, session.ProcessId));
        WorkerEvent end = await running.ConfigureAwait(false);
        lock (_gate)
            _session = null;
        session.Dispose();
        sink(failure is null ? end : new WorkerEvent.StartFailed(id, generation, failure));
    }

    /// <summary>However serving it ends, the pool hears of the end: nothing else settles what the worker held.</summary>
    private async Task<WorkerEvent.Died> ServeAsync(WorkerSession session, long generation)
    {
        try
        {
            return await session.RunAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // No thread to read with, no memory to write with: it costs the worker, not the pool.
            session.Kill("it could not be served");
            var exit = new ProcessExit(null, $"it could not be served: {e.Message}");
            return new WorkerEvent.Died(id, generation, session.ProcessId, exit, session.OutputTail, ProgressSnapshot.Nothing);
        }
    }

    private async Task<WorkerSession?> LaunchAsync(long generation, int place, TimeSpan delay, CancellationToken cancelled)
    {
        try
        {
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, terms.Awake, cancelled).ConfigureAwait(false);
            return await starter.StartAsync(id, generation, place, sink, cancelled).ConfigureAwait(false);
        }
        catch (WorkerStartException e)
        {
            sink(new WorkerEvent.StartFailed(id, generation, e));
        }
        catch (OperationCanceledException)
        {
            sink(new WorkerEvent.StartFailed(id, generation, new WorkerStartException("The start of the worker was cancelled.")));
        }
        catch (Exception e)
        {
            // Whatever else goes wrong on the way to a process (no descriptors, no memory) is a failed start, not the end of the pool's loops.
            sink(
                new WorkerEvent.StartFailed(
                    id,
                    generation,
                    new WorkerStartException($"The worker could not be started: {e.Message}", e)
                )
            );
        }

        return null;
    }
}
