using ProcQ.Wire;

namespace ProcQ.Dedicated;

/// <summary>A function in a process of its own: a pool of exactly one worker, which leaves when the function ends.</summary>
internal sealed class ProcessLife : WorkerLife
{
    // What the shell says of a process that was killed with signal 9. Windows has only the code it was ended with.
    private static readonly int KilledCode = OperatingSystem.IsWindows() ? -1 : 137;

    private readonly ProcessPool _pool;
    private readonly TaskCompletionSource<int?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _life;
    private volatile object? _exitCode;

    public ProcessLife(Delegate function)
    {
        _pool = new ProcessPool(
            new ProcessPoolOptions
            {
                Name = "worker",
                Workers = 1,
                // None takes the place of one that is lost.
                MinWorkers = 0,
                SpareWorkers = 0,
                ShutdownGrace = TimeSpan.Zero,
                Reporter = new StartReporter(_started),
            }
        );
        try
        {
            _life = RunAsync(_pool.AwaitAsync<Nothing>(function, new TaskOptions(), CancellationToken.None));
        }
        catch
        {
            _pool.Dispose();
            throw;
        }
    }

    public override int ProcessId
    {
        get
        {
            ((IAsyncResult)_started.Task).AsyncWaitHandle.WaitOne();
            return Started
                ?? throw new InvalidOperationException(
                    "The worker never ran: it was killed before its process was ready, or could not be started. Its Completion says why."
                );
        }
    }

    public override int? ExitCode => (int?)_exitCode;

    public override Task Completion => _ended.Task;

    public override Task<object?> Identity => IdentityAsync();

    // It has completed when this is asked.
#pragma warning disable VSTHRD002
    private int? Started => _started.Task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002

    public override bool TryKill()
    {
        _pool.Terminate();
        return true;
    }

    private async Task<object?> IdentityAsync() => await _started.Task.ConfigureAwait(false);

    private async Task RunAsync(Task<Outcome<Nothing>> call)
    {
        Outcome<Nothing>? outcome = null;
        Exception? failure = null;
        try
        {
            outcome = await call.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // What has no outcome has failed as well; whoever looks at the completion is told.
            failure = e;
        }

        if (outcome?.Status == OutcomeStatus.Succeeded)
            _pool.Close();
        else
            _pool.Terminate();
        await ((Task)_pool.Completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _pool.DisposeAsync().ConfigureAwait(false);
        _started.TrySetResult(null);
        End(outcome?.Status ?? OutcomeStatus.Failed, failure ?? outcome?.Error);
    }

    private void End(OutcomeStatus status, Exception? error)
    {
        _exitCode = status switch
        {
            OutcomeStatus.Succeeded => 0,
            OutcomeStatus.Cancelled => KilledCode,
            OutcomeStatus.WorkerLost => (error as WorkerLostException)?.ExitCode ?? 1,
            _ => 1,
        };
        if (error is null)
            _ended.SetResult();
        else if (status == OutcomeStatus.Cancelled)
            _ended.SetCanceled();
        else
            _ended.SetException(error);
    }
}
