using System.Buffers;
using ProcQ.Host;
using ProcQ.Wire;
using ProcQ.Workers;

namespace ProcQ.Threads;

/// <summary>Results become events at once. When the worker is given up the outlet is shut: what comes later is dropped.</summary>
internal sealed class ThreadOutlet(ThreadIdentity identity, Conveyor<WorkerEvent?> events, bool byReference, int maxFrameBytes)
    : ResultOutlet(maxFrameBytes)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<FailureReport?> _initialized = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Owned by the runner, as what the base keeps.
    private Cargo? _originals;

    // Guarded by the gate.
    private bool _shut;

    /// <summary>Completes with what became of the initializer: null when it succeeded.</summary>
    public Task<FailureReport?> Initialized => _initialized.Task;

    /// <summary>There is no initializer.</summary>
    public void NeedsNone() => _initialized.TrySetResult(null);

    /// <summary>The next result, as it is.</summary>
    public void Put<T>(T result) => ((Originals<T>)(_originals ??= new Originals<T>())).Add(result);

    /// <summary>From now on nothing becomes an event.</summary>
    public void Shut()
    {
        lock (_gate)
            _shut = true;
    }

    public override void SendProgress(long item, ProgressReport report) =>
        Raise(new WorkerEvent.Reported(identity.Slot, identity.Generation, item, report.Fraction, report.Message));

    public override bool SendReturned(long item, Func<int?> take)
    {
        lock (_gate)
        {
            if (take() is not { } count)
                return false;
            if (!_shut)
                events.Add(new WorkerEvent.Returned(identity.Slot, identity.Generation, item, count));
        }

        events.Run();
        return true;
    }

    public override void Send(FrameKind kind, long order)
    {
        switch (kind)
        {
            case FrameKind.Initialized:
                _initialized.TrySetResult(null);
                break;
            case FrameKind.Begun:
                Raise(new WorkerEvent.Begun(identity.Slot, identity.Generation, order));
                break;
            default:
                throw new InvalidOperationException($"A worker that is a thread does not send {kind}.");
        }
    }

    protected override void SendResults(
        long first,
        TimeSpan elapsed,
        ReadOnlySpan<long> durations,
        int count,
        ReadOnlyMemory<byte> values
    )
    {
        var cargo = byReference ? _originals! : new KeptBytes(new ReadOnlySequence<byte>(values));
        _originals = null;
        var header = new ResultsHeader(elapsed, durations.ToArray(), count);
        Raise(new WorkerEvent.Results(identity.Slot, identity.Generation, Environment.ProcessId, first, header, cargo));
    }

    protected override void SendFailure(long item, FailureReport report)
    {
        report = byReference ? report : report with { Original = null };
        if (item == FunctionIds.Initializer)
            _initialized.TrySetResult(report);
        else
            Raise(new WorkerEvent.Failed(identity.Slot, identity.Generation, Environment.ProcessId, item, report));
    }

    private void Raise(WorkerEvent happened)
    {
        Interrupts.Forget();
        lock (_gate)
        {
            if (_shut)
                return;
            events.Add(happened);
        }

        events.Run();
    }
}
