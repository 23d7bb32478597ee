using ProcQ.Launching;
using ProcQ.Wire;

namespace ProcQ.Workers;

/// <summary>
/// The parent's side of one worker process: a dedicated thread turns its frames into events, and its end, however it comes, into one
/// last event after everything it had written was read.
/// </summary>
internal sealed class ProcessSession : WorkerSession
{
    // Bytes written before a death arrive at once; whoever else holds the pipe open is not waited for longer than this.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMilliseconds(250);

    // So often bytes may still wait after that: a reader that is merely slow gets to them, one who goes on writing forever does not count.
    private const int MostDrains = 40;

    // SIGKILL is not negotiable, but a process stuck in the kernel can outlive it; the pool does not wait for that.
    private static readonly TimeSpan DeathLimit = TimeSpan.FromSeconds(10);

    private readonly int _slot;
    private readonly LaunchedWorker _worker;
    private readonly long _generation;
    private readonly int _maxFrameBytes;
    private readonly Action<WorkerEvent> _sink;
    private readonly TimeProvider _awake;
    private readonly TaskCompletionSource _readEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<FailureReport?> _initialized = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReportQuota _quota = new();
    private volatile bool _leaving;
    private volatile bool _torn;
    private string? _killReason;

    public ProcessSession(int slot, LaunchedWorker worker, long generation, SlotTerms terms, Action<WorkerEvent> sink)
    {
        (_slot, _worker, _generation, _sink) = (slot, worker, generation, sink);
        (_maxFrameBytes, _awake) = (terms.MaxFrameBytes, terms.Awake);
        Vitals = new ProcessVitals(worker.ProcessId);
        if (terms.Initializer is null)
            _initialized.SetResult(null);
        Outbox = new SessionOutbox(worker.Pipe, terms.PayloadCodec, e => Kill($"it cannot be written to: {e.Message}"));
    }

    public SessionOutbox Outbox { get; }

    public override int ProcessId => _worker.ProcessId;

    public override bool IsRunnable => _worker.IsRunnable;

    public override Task<FailureReport?> Initialized => _initialized.Task;

    public override ProgressSnapshot Progress => _worker.Page.Read();

    public override Vitals Vitals { get; }

    public override string OutputTail => _worker.OutputTail;

    public override string Home => $"process {ProcessId}";

    public override string KilledWord => "was killed";

    public override void Post(Outgoing message) => Outbox.Post(message);

    public override void Pump() => Outbox.Pump();

    public override void ExpectEnd() => _leaving = true;

    public override void Number(int place) => _worker.WorkerId = place;

    public override void Kill(string reason)
    {
        try
        {
            // What it is doing is seen now or never.
            if (Interlocked.CompareExchange(ref _killReason, reason, null) is null)
                Vitals.Look();
        }
        finally
        {
            _worker.Kill();
        }
    }

    public override async Task<WorkerEvent.Died> RunAsync()
    {
        new Thread(Read) { IsBackground = true, Name = $"ProcQ worker {ProcessId}" }.Start();
        await Task.WhenAny(_readEnd.Task, _worker.Exited).ConfigureAwait(false);
        if (_worker.Exited.IsCompleted)
            await DrainAsync().ConfigureAwait(false);
        else if (!_leaving)
            await KillUnlessDyingAsync().ConfigureAwait(false);
        var exit = await DeathAsync().ConfigureAwait(false);
        // What it started must not outlive it, and must not keep the pipe.
        _worker.Kill();
        var progress = _worker.Page.ReadLast();
        await _worker.Pipe.DisposeAsync().ConfigureAwait(false);
        await _readEnd.Task.ConfigureAwait(false);
        await Outbox.Writing.ConfigureAwait(false);
        if (Volatile.Read(ref _killReason) is { } reason)
            exit = exit.Killed(reason);
        if (_torn)
            exit = exit with { Reason = $"{exit.Reason}; it was in the middle of a message" };
        return new WorkerEvent.Died(_slot, _generation, ProcessId, exit, _worker.OutputTail, progress) { Sight = Vitals.Recent };
    }

    public override void Dispose() => _worker.Dispose();

    private async Task DrainAsync()
    {
        for (var drains = 0; drains < MostDrains; drains++)
        {
            if (await IsWithinAsync(DrainLimit, _readEnd.Task).ConfigureAwait(false))
                return;
            if (_worker.Pipe is not SocketStream { IsReadable: true })
                break;
        }

        await _worker.Pipe.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// The pipe of a dying process ends a moment before the process, and on a busy machine its exit is seen long after that. A kill now would be taken for
    /// the cause.
    /// </summary>
    private async Task KillUnlessDyingAsync()
    {
        if (!await IsWithinAsync(DrainLimit, _worker.Exited).ConfigureAwait(false) && !ProcessLook.IsEnding(ProcessId))
            Kill("it closed its pipe");
    }

    private async Task<bool> IsWithinAsync(TimeSpan limit, Task task) =>
        await Task.WhenAny(task, Task.Delay(limit, _awake)).ConfigureAwait(false) == task;

    /// <summary>A worker that was told to leave has the time its pool allows it. Others are being killed, or on their way out as far as anybody can see.</summary>
    private async Task<ProcessExit> DeathAsync()
    {
        while (!await IsWithinAsync(DeathLimit, _worker.Exited).ConfigureAwait(false))
        {
            if (!_leaving && Volatile.Read(ref _killReason) is not null)
                return new ProcessExit(null, $"still there {DeathLimit.TotalSeconds:0} s after it was killed");
            _leaving = false;
            Kill("it closed its pipe and stayed");
        }

        return await _worker.Exited.ConfigureAwait(false);
    }

    private void Read()
    {
        try
        {
            // Half a message is no violation: it is what a process leaves that dies while it writes, and of its death there is more to say.
            _torn = FrameReader.ReadToEnd(_worker.Pipe, _maxFrameBytes, Handle) > 0;
        }
        catch (Exception e)
        {
            // A broken rule, or no memory for what it sent: either way nothing it sends can be read any more, and it is the worker that has to go.
            _sink(new WorkerEvent.Violated(_slot, _generation, e.Message));
        }
        finally
        {
            _readEnd.TrySetResult();
        }
    }

    private void Handle(Frame frame)
    {
        if (!_initialized.Task.IsCompleted && TryInitialized(frame))
            return;
        if (frame.Kind == FrameKind.Progress)
            HandleProgress(frame);
        else
            _sink(EventOf(frame));
    }

    private bool TryInitialized(Frame frame)
    {
        if (frame is { Kind: FrameKind.Failed, Order: FunctionIds.Initializer })
            return _initialized.TrySetResult(FailureReport.Read(frame.Data));
        if (frame.Kind != FrameKind.Initialized)
            return false;
        PlainFrame.ExpectNil(frame);
        return _initialized.TrySetResult(null);
    }

    private void HandleProgress(Frame frame)
    {
        var report = ProgressReport.Read(frame.Data);
        if (_quota.TryTake(Environment.TickCount64))
            _sink(new WorkerEvent.Reported(_slot, _generation, frame.Order, report.Fraction, report.Message));
    }

    private WorkerEvent EventOf(Frame frame) =>
        frame.Kind switch
        {
            FrameKind.Results => Results(frame),
            FrameKind.Failed => Failed(frame),
            FrameKind.Returned => new WorkerEvent.Returned(_slot, _generation, frame.Order, PlainFrame.ReadNumber(frame)),
            FrameKind.Begun => Begun(frame),
            FrameKind.Leaving => Leaving(frame),
            _ => throw new ProtocolException($"A worker does not send frames of kind {frame.Kind} now."),
        };

    private WorkerEvent.Failed Failed(Frame frame) =>
        new(_slot, _generation, ProcessId, frame.Order, FailureReport.Read(frame.Data));

    private WorkerEvent.Begun Begun(Frame frame)
    {
        PlainFrame.ExpectNil(frame);
        return new WorkerEvent.Begun(_slot, _generation, frame.Order);
    }

    private WorkerEvent.Leaving Leaving(Frame frame)
    {
        PlainFrame.ExpectNil(frame);
        return new WorkerEvent.Leaving(_slot, _generation, ProcessId, frame.Order);
    }

    private WorkerEvent.Results Results(Frame frame)
    {
        var header = ResultsHeader.Read(frame.Data, out var values);
        return new WorkerEvent.Results(_slot, _generation, ProcessId, frame.Order, header, new KeptBytes(values));
    }
}
