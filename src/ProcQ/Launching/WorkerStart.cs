using System.Globalization;

namespace ProcQ.Launching;

/// <summary>One attempt to start one worker. Leaves either a worker that is ready, or nothing and the reason.</summary>
internal sealed class WorkerStart(int workerId, LaunchSettings settings, Action<SpawnedWorker> own)
{
    // A worker that turned back at the door says why on its output and leaves by itself.
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan KilledWithin = TimeSpan.FromSeconds(5);

    public async Task<LaunchedWorker> RunAsync(
        WorkerSpawner spawner,
        Func<MeetingPoint> meet,
        CancellationToken cancellationToken
    )
    {
        // Before there is a process: the system may take its time to make one, for ever if the program is on a disk that does not answer.
        using var late = new CancellationTokenSource(settings.StartTimeout, settings.TimeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var spawning = SpawnAsync(spawner);
        try
        {
            // While the process loads its runtime.
            using var meeting = meet();
            var worker = await SpawnedAsync(spawning, limit.Token, cancellationToken).ConfigureAwait(false);
            worker.Tell(meeting.Line);
            var pipe = await AdmitAsync(worker, meeting, limit, cancellationToken).ConfigureAwait(false);
            return new LaunchedWorker(worker, pipe, meeting.TakePage());
        }
        catch
        {
            // One that comes later than anybody waits for it ends all the same.
            var ended = EndAsync(spawning);
            var hangs = late.IsCancellationRequested && !spawning.IsCompleted;
            await WaitForAsync(ended, hangs ? TimeSpan.Zero : KilledWithin).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<SpawnedWorker> SpawnAsync(WorkerSpawner spawner)
    {
        var worker = await spawner.SpawnAsync(workerId).ConfigureAwait(false);
        own(worker);
        return worker;
    }

    private async Task<SpawnedWorker> SpawnedAsync(
        Task<SpawnedWorker> spawning,
        CancellationToken limit,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await spawning.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException over) when (limit.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new WorkerStartException(
                $"Worker {workerId} of {settings.PoolName} was not ready within {Limit}: the system has not made its process yet. "
                    + "Is the program, or the working directory, on a disk that does not answer?",
                over
            )
            {
                Phase = WorkPhase.Starting,
            };
        }
    }

    // Whichever comes first decides: the worker in, its death, the time limit, the caller's wish.
    private async Task<Stream> AdmitAsync(
        SpawnedWorker worker,
        MeetingPoint meeting,
        CancellationTokenSource limit,
        CancellationToken cancellationToken
    )
    {
        var admission = new Admission(meeting, worker.Id, settings).AdmitAsync(limit.Token);
        await Task.WhenAny(admission, worker.Exited).ConfigureAwait(false);
        if (!admission.IsCompletedSuccessfully)
        {
            await limit.CancelAsync().ConfigureAwait(false);
            await ((Task)admission).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (admission.IsCompletedSuccessfully)
            return await admission.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        throw await FailureAsync(worker, admission.Exception?.InnerException).ConfigureAwait(false);
    }

    private async Task<WorkerStartException> FailureAsync(SpawnedWorker worker, Exception? refusal)
    {
        if (refusal is not null)
            await WaitForAsync(worker.Exited, LastWords).ConfigureAwait(false);
        var early = worker.Exited.IsCompleted;
        // While it is still there to be looked at.
        var look = early ? null : ProcessLook.Of(worker.Id);
        worker.Kill();
        await WaitForAsync(worker.Exited, KilledWithin).ConfigureAwait(false);
        var exit = early ? await worker.Exited.ConfigureAwait(false) : null;
        var tail = worker.OutputTail;
        return new WorkerStartException(
            $"Worker {workerId} of {settings.PoolName} (process {worker.Id}) {What(exit, refusal, look)}. {Words(tail)}",
            refusal
        )
        {
            Phase = WorkPhase.Starting,
            ProcessId = worker.Id,
            ExitCode = exit?.ExitCode,
            Condition = look?.Condition ?? WorkerCondition.Unknown,
            OutputTail = tail,
        };
    }

    private string What(ProcessExit? exit, Exception? refusal, ProcessLook? look) =>
        (exit, refusal) switch
        {
            (_, Wire.HandshakeException mismatch) => $"was turned away: {mismatch.Message.TrimEnd('.')}",
            ({ } early, _) => $"ended before it was ready: {early.Reason}",
            (_, { } error) => $"was turned away: {error.Message.TrimEnd('.')}",
            _ => $"was not ready within {Limit} and was killed{look?.Told}",
        };

    private string Limit => string.Create(CultureInfo.InvariantCulture, $"{settings.StartTimeout.TotalSeconds:0.###} s");

    // A message is read by people; all that is kept is a property of the exception.
    private static string Words(string tail)
    {
        const int MostCharacters = 2000;
        var trimmed = tail.TrimEnd();
        if (trimmed.Length == 0)
            return "It wrote nothing.";
        var end = trimmed.Length <= MostCharacters ? trimmed : "..." + trimmed[^MostCharacters..];
        return $"The end of its output:{Environment.NewLine}{end}";
    }

    /// <summary>A start is over when its process is: whoever is told so counts on it.</summary>
    private async Task EndAsync(Task<SpawnedWorker> spawning)
    {
        await ((Task)spawning).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!spawning.IsCompletedSuccessfully)
            return;
        var worker = await spawning.ConfigureAwait(false);
        worker.Dispose();
        await WaitForAsync(worker.Exited, KilledWithin).ConfigureAwait(false);
    }

    private Task WaitForAsync(Task task, TimeSpan limit) => Task.WhenAny(task, Task.Delay(limit, settings.Awake));
}
