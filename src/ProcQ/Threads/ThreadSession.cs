using ProcQ.Launching;
using ProcQ.Wire;
using ProcQ.Workers;

namespace ProcQ.Threads;

/// <summary>
/// The pool's side of a worker that is a thread of this process. Messages are handed to it, and events to the pool, by whichever thread brings them. It
/// cannot be killed: it is given up, which ends it as far as the pool is concerned.
/// </summary>
internal sealed class ThreadSession : WorkerSession
{
    private readonly ThreadIdentity _identity;
    private readonly ThreadTerms _terms;
    private readonly Action<WorkerEvent> _sink;
    private readonly Conveyor<Outgoing> _messages;

    // Null comes last: everything has been told.
    private readonly Conveyor<WorkerEvent?> _events;
    private readonly ThreadOutlet _outlet;
    private readonly ThreadWorker _worker;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    // Guarded by the gate.
    private ProcessExit _exit = new(null, "its thread ended");
    private bool _abandoned;
    private bool _threadEnded;

    public ThreadSession(ThreadIdentity identity, int place, ThreadTerms terms, SlotTerms slotTerms, Action<WorkerEvent> sink)
    {
        (_identity, _terms, _sink) = (identity, terms, sink);
        _events = new Conveyor<WorkerEvent?>(Tell, Failed);
        _outlet = new ThreadOutlet(identity, _events, terms.ByReference, terms.MaxBytes);
        _worker = new ThreadWorker(terms, _outlet, place, slotTerms);
        _messages = new Conveyor<Outgoing>(_worker.Hear, Failed);
        _thread = new Thread(Live) { IsBackground = true, Name = $"ProcQ {terms.PoolName} worker {place}" };
        Vitals = new ThreadVitals(_thread);
    }

    public override int ProcessId => Environment.ProcessId;

    public override Task<FailureReport?> Initialized => _outlet.Initialized;

    public override ProgressSnapshot Progress => _worker.Page.Read();

    public override Vitals Vitals { get; }

    // What it was sent is in its inbox, and nothing but a processor is missing.
    public override bool IsRunnable => true;

    // What a thread writes is the process's.
    public override string OutputTail => "";

    public override string Home => $"thread '{_thread.Name}'";

    public override string KilledWord => "was abandoned";

    // Not with what the thread that starts it has in its context: that would stay for as long as the worker.
    public void Start() => _thread.UnsafeStart();

    public override void Post(Outgoing message) => _messages.Add(message);

    public override void Pump() => _messages.Run();

    /// <summary>Nothing to do: a thread that is not told to leave does not.</summary>
    public override void ExpectEnd() { }

    public override void Number(int place) => _worker.Context.WorkerId = place;

    public override void Kill(string reason)
    {
        lock (_gate)
        {
            if (_abandoned || _threadEnded)
                return;
            _abandoned = true;
            _exit = new ProcessExit(null, $"its thread was abandoned, because {reason}")
            {
                KillReason = reason,
                WasAbandoned = true,
            };
            _terms.Abandoned.Add();
        }

        Vitals.Look();
        _worker.Abandon();
        _over.TrySetResult();
    }

    public override async Task<WorkerEvent.Died> RunAsync()
    {
        await _over.Task.ConfigureAwait(false);
        // What it has told comes before its end, also when another thread is just telling it.
        _events.Add(null);
        _events.Run();
        await _told.Task.ConfigureAwait(false);
        lock (_gate)
            return new WorkerEvent.Died(_identity.Slot, _identity.Generation, ProcessId, _exit, OutputTail, Progress)
            {
                Sight = Vitals.Recent,
            };
    }

    public override void Dispose() => Kill("it is not needed");

    private void Live()
    {
        try
        {
            _worker.Run();
        }
        catch (Exception e)
        {
            // The pool gets another thread, and this one must not take the process with it.
            Failed(e);
        }
        finally
        {
            End();
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _threadEnded = true;
            if (_abandoned)
                _terms.Abandoned.Remove();
        }

        _over.TrySetResult();
    }

    // It was interrupted, say, by code that it ran.
    private void Failed(Exception error) => Kill($"its thread failed: {error.Message}");

    private void Tell(WorkerEvent? happened)
    {
        if (happened is null)
            _told.TrySetResult();
        else
            _sink(happened);
    }
}
