using System.Diagnostics;
using ProcQ.Wire;

namespace ProcQ.Launching;

/// <summary>
/// One worker's process from its start to the last of its output: its lifeline, its output, its group and its end. Nothing in here waits
/// for the end of a stream without a limit: a process the worker started may hold it open for ever.
/// </summary>
internal sealed class WorkerProcess : SpawnedWorker
{
    // What the worker wrote last is in the pipes when it dies; reading it takes microseconds, if nobody else holds the pipes.
    private static readonly TimeSpan LastOutput = TimeSpan.FromMilliseconds(250);

    private readonly Process _process;
    private readonly TimeProvider _awake;
    private readonly OutputRing _output = new();
    private readonly OutputReader _standardOutput;
    private readonly OutputReader _standardError;
    private readonly Stream _lifeline;
    private readonly TaskCompletionSource<ProcessExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Guarded by the lock: the group while the process lives, and who ended it.
    private readonly Lock _lock = new();
    private readonly ProcessGroup _group;
    private bool _ended;
    private bool _endedByPool;

    private volatile int _workerId;

    public WorkerProcess(Process process, int workerId, LaunchSettings settings)
    {
        _process = process;
        _awake = settings.Awake;
        _workerId = workerId;
        Id = process.Id;
        _group = ProcessGroup.Attach(process);
        _lifeline = process.StandardInput.BaseStream;
        _standardOutput = Read(process.StandardOutput, isError: false);
        _standardError = Read(process.StandardError, isError: true);
        Ended = WatchAsync();

        OutputReader Read(StreamReader from, bool isError) =>
            new(
                from.BaseStream,
                _output,
                settings.OnOutput is { } pass ? text => pass(new OutputLine(_workerId, Id, isError, text)) : null
            );
    }

    public override int Id { get; }

    public override int WorkerId
    {
        get => _workerId;
        set => _workerId = value;
    }

    public override Task<ProcessExit> Exited => _exited.Task;

    public override Task Ended { get; }

    public override bool IsRunnable => ProcessLook.IsRunnable(Id);

    /// <summary>The end of what it wrote, up to 64 KiB of both streams in the order of arrival.</summary>
    public override string OutputTail => _output.Text();

    public override void Tell(StartLine line)
    {
        try
        {
            _lifeline.Write(line.Encode());
            _lifeline.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It is dying, or gone and given back. Whoever waits for the handshake sees the exit, with code and output.
        }
    }

    public override void Kill()
    {
        lock (_lock)
        {
            if (_ended)
                return;
            _endedByPool = true;
            _group.Kill();
        }
    }

    public override void CloseLifeline()
    {
        lock (_lock)
            _endedByPool |= !_ended;
        _lifeline.Dispose();
    }

    public override void Dispose()
    {
        Kill();
        CloseLifeline();
    }

    private async Task WatchAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        var exitCode = _process.ExitCode;
        bool byPool;
        lock (_lock)
        {
            _ended = true;
            byPool = _endedByPool;
            _group.KillRest();
        }
        await ReadLastOutputAsync().ConfigureAwait(false);
        _exited.SetResult(new ProcessExit(exitCode, ExitReason.Describe(exitCode, byPool, OutputTail)));
        await GiveBackAsync().ConfigureAwait(false);
    }

    private async Task ReadLastOutputAsync()
    {
        var read = Task.WhenAll(_standardOutput.Completion, _standardError.Completion);
        await read.WaitAsync(LastOutput, _awake).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task GiveBackAsync()
    {
        _standardOutput.Dispose();
        _standardError.Dispose();
        await Task.WhenAll(_standardOutput.Completion, _standardError.Completion).ConfigureAwait(false);
        await _lifeline.DisposeAsync().ConfigureAwait(false);
        _group.Dispose();
        _process.Dispose();
    }
}
