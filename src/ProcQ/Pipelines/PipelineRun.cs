using System.Runtime.ExceptionServices;

namespace ProcQ.Pipelines;

/// <summary>
/// A pipeline while it runs: its stages, what they report, and its end. Every loop of it is tended here: the first that fails stops all others, and the run
/// is over when all have ended and every worker is gone.
/// </summary>
internal sealed class PipelineRun
{
    // Input that hangs in code of the user's is not waited for longer; it ends by itself when it returns.
    private static readonly TimeSpan FeedGrace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<StageCore> _stages = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<Task>? _feed;
    private Exception? _error;
    private Exception? _inputError;
    private Task _life = Task.CompletedTask;

    public PipelineRun(PipelineOptions options)
    {
        Options = options;
        Failures = new FailureLog(options.Failed);
        Stopping = _stop.Token;
    }

    public PipelineOptions Options { get; }

    public FailureLog Failures { get; }

    /// <summary>Everything is to end at once. Stays valid after the end.</summary>
    public CancellationToken Stopping { get; }

    public IReadOnlyList<StageCore> Stages => _stages;

    /// <summary>Completes, and never fails, when the run is over and every worker is gone.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Why it was stopped, or what its input threw; null while it is neither.</summary>
    public Exception? Error => Volatile.Read(ref _error) ?? Volatile.Read(ref _inputError);

    /// <summary>The stages are connected from the last to the first.</summary>
    public void AddBefore(StageCore stage) => _stages.Insert(0, stage);

    /// <summary>What feeds the first stage; its end is the end of the input.</summary>
    public void FeedBy(Func<Task> feed) => _feed = feed;

    /// <summary>Makes the workers, on the caller's thread, and lets everything run. What is wrong is thrown, and nothing is left of it.</summary>
    public void Start(Func<Task>? drain, Action ended, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            foreach (var stage in _stages)
                stage.Open();
        }
        catch
        {
            Stop(new InvalidOperationException("The pipeline could not be started."));
            _life = EndAllAsync();
            ((IAsyncResult)_life).AsyncWaitHandle.WaitOne();
            _ended.TrySetResult();
            throw;
        }

        Options.Probe?.Watch(this);
        _life = Task.Run(() => LiveAsync(drain, ended, ct), CancellationToken.None);
    }

    /// <summary>Stops everything; the first reason counts.</summary>
    public void Stop(Exception reason)
    {
        // What is over cannot be stopped any more, and keeps how it ended.
        if (!_ended.Task.IsCompleted && Interlocked.CompareExchange(ref _error, reason, null) is null)
            CancelAll();
    }

    /// <summary>Runs a loop of the pipeline; the task never fails. What the loop throws stops everything.</summary>
    public async Task TendAsync(Func<Task> loop)
    {
        try
        {
            await loop().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // After a stop everything throws, and the reason is known.
            if (!Stopping.IsCancellationRequested)
                Stop(e);
        }
    }

    /// <summary>An item failed; throws when that stops the pipeline.</summary>
    public void Failed(StageFailure failure)
    {
        Failures.Add(failure);
        // Where no worker can be started, all that comes would fail.
        if (Options.OnFailure == FailurePolicy.Continue && failure.Error is not WorkerStartException)
            return;
        Stop(new StageException(failure));
        Stopping.ThrowIfCancellationRequested();
    }

    /// <summary>The input threw: what came before is finished.</summary>
    public void InputFailed(Exception error) => Volatile.Write(ref _inputError, error);

    public StageCore Find(PipelineStage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return _stages.Find(s => s.Handle == stage)
            ?? throw new ArgumentException(
                $"Stage {stage} is of another pipeline. Take one of Stages, or what As gave when this one was built.",
                nameof(stage)
            );
    }

    public PipelineStats GetStats() => new() { Stages = [.. _stages.Select(s => s.GetStats())] };

    public void ThrowIfFailed()
    {
        if (Error is { } error)
            ExceptionDispatchInfo.Throw(error);
    }

    private async Task LiveAsync(Func<Task>? drain, Action ended, CancellationToken ct)
    {
        try
        {
            await RunAsync(drain, ct).ConfigureAwait(false);
        }
        finally
        {
            // Whatever happens, nobody waits for ever.
            _ended.TrySetResult();
            ended();
        }
    }

    private async Task RunAsync(Func<Task>? drain, CancellationToken ct)
    {
        using var deadline =
            Options.Timeout is { } timeout && timeout != Timeout.InfiniteTimeSpan
                ? new CancellationTokenSource(Limits.ForTimer(timeout), Options.TimeProvider)
                : new CancellationTokenSource();
        await using (ct.UnsafeRegister(_ => Stop(new OperationCanceledException(ct)), null).ConfigureAwait(false))
        await using (deadline.Token.UnsafeRegister(_ => Stop(TimeIsUp()), null).ConfigureAwait(false))
        {
            // On a thread of its own: a sequence may block before its first element.
            var feeding = _feed is null ? Task.CompletedTask : Task.Run(() => TendAsync(_feed), CancellationToken.None);
            var draining = drain is null ? Task.CompletedTask : TendAsync(drain);
            await Task.WhenAll(_stages.Select(LiveAsync).Append(draining)).ConfigureAwait(false);
            await LeaveAsync(feeding).ConfigureAwait(false);
        }
    }

    private async Task LiveAsync(StageCore stage)
    {
        await TendAsync(stage.WorkAsync).ConfigureAwait(false);
        // Code of the user's ends there, too: a generator that is left in the middle.
        await TendAsync(stage.EndAsync).ConfigureAwait(false);
    }

    private void CancelAll()
    {
        try
        {
            _stop.Cancel();
        }
        catch (AggregateException)
        {
            // Whoever of the user's code listens to the token threw; all were told, and why it was stopped is known.
        }
    }

    /// <summary>Waits for the input to end; after a stop not for ever.</summary>
    private async Task LeaveAsync(Task feeding)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (Stopping.UnsafeRegister(_ => stopped.TrySetResult(), null).ConfigureAwait(false))
            await Task.WhenAny(feeding, stopped.Task).ConfigureAwait(false);
        if (!feeding.IsCompleted)
            await Task.WhenAny(feeding, Task.Delay(FeedGrace, CancellationToken.None)).ConfigureAwait(false);
    }

    private Task EndAllAsync() => Task.WhenAll(_stages.Select(s => s.EndAsync()));

    private TimeoutException TimeIsUp() =>
        new($"The pipeline was not done within its time limit of {Options.Timeout}; what was open was given up.");
}
