using System.Net.Sockets;

namespace ProcQ.Launching;

/// <summary>
/// Starts the workers of one pool. Owns the pool's private directory and every worker it started: disposing kills what still
/// runs and leaves no process, file or descriptor behind.
/// </summary>
internal sealed class WorkerLauncher : IDisposable, IAsyncDisposable
{
    // A killed process is gone within milliseconds. One that hangs in the kernel must not hang the application.
    private static readonly TimeSpan KilledWithin = TimeSpan.FromSeconds(5);

    private readonly LaunchSettings _settings;
    private readonly ParentCulture _culture = ParentCulture.Current();
    private readonly WorkerSpawner _spawner;
    private readonly CancellationTokenSource _stop = new();

    // Guarded by the lock. The directory lives until the launcher is disposed, or it is given up for another one, and no start is under way.
    private readonly Lock _lock = new();
    private readonly List<SpawnedWorker> _workers = [];
    private readonly List<PrivateDirectory> _givenUp = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PrivateDirectory? _directory;
    private Task _sweep = Task.CompletedTask;
    private int _starting;
    private bool _disposed;

    public WorkerLauncher(LaunchSettings settings)
    {
        _settings = settings;
        _spawner = settings.Spawner ?? new ProcessSpawner(settings);
    }

    /// <summary>The pool's private directory; null before the first start and after the end.</summary>
    public string? DirectoryPath
    {
        get
        {
            lock (_lock)
                return _directory?.Path;
        }
    }

    /// <summary>
    /// Starts a worker and returns when it is ready for work. Throws <see cref="WorkerStartException"/> as soon as it is known that it never
    /// will be: at once when the process ends early, after the start timeout at the latest.
    /// </summary>
    public async Task<LaunchedWorker> StartAsync(int workerId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enter();
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
            // Before there is a process: without a folder there is no need of one.
            var directory = OpenDirectory();
            var start = new WorkerStart(workerId, _settings, Own);
            return await start.RunAsync(_spawner, () => Meet(directory, workerId), stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(
                nameof(WorkerLauncher),
                $"{_settings.PoolName} was disposed while worker {workerId} started."
            );
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken); // With the caller's own token, not the linked one.
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Kills what still runs, waits until it is gone, and removes the private directory.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await EndedAsync().WaitAsync(KilledWithin, _settings.Awake).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>As <see cref="DisposeAsync"/>, but does not wait for the end of the processes.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var worker in _workers)
                worker.Dispose();
        }
        _stop.Cancel();
        lock (_lock)
            RemoveUnused_NeedsLock();
    }

    private void Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _starting++;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _starting--;
            RemoveUnused_NeedsLock();
        }
    }

    private PrivateDirectory OpenDirectory()
    {
        lock (_lock)
        {
            if (_directory is null)
            {
                var directory = PrivateDirectory.Create();
                _directory = directory;
                _sweep = Task.Run(directory.SweepStale);
            }
            return _directory;
        }
    }

    /// <summary>
    /// Somebody who cleans up the temp folder may have removed the pool's own, or its disk can be written no more: a pool lives long, and starts its next worker
    /// in another folder then.
    /// </summary>
    private MeetingPoint Meet(PrivateDirectory directory, int workerId)
    {
        try
        {
            return MeetingPoint.Create(directory, workerId, _settings, _culture);
        }
        catch (Exception error) when (error is IOException or SocketException or UnauthorizedAccessException)
        {
            if (MeetElsewhere(directory, workerId) is { } meeting)
                return meeting;
            throw;
        }
    }

    /// <summary>Null where that goes no better: then it is not for the folder that it failed, and the first error says more.</summary>
    private MeetingPoint? MeetElsewhere(PrivateDirectory failed, int workerId)
    {
        PrivateDirectory? other = null;
        try
        {
            other = PrivateDirectory.Create();
            var meeting = MeetingPoint.Create(other, workerId, _settings, _culture);
            Replace(failed, other);
            return meeting;
        }
        catch (Exception error)
            when (error is WorkerStartException or IOException or SocketException or UnauthorizedAccessException)
        {
            other?.Dispose();
            return null;
        }
    }

    private void Replace(PrivateDirectory failed, PrivateDirectory other)
    {
        lock (_lock)
        {
            // Another start may have done so just before; this one goes on where it is.
            var isFirst = _directory == failed;
            _givenUp.Add(isFirst ? failed : other);
            if (isFirst)
                _directory = other;
        }
    }

    private void Own(SpawnedWorker worker)
    {
        lock (_lock)
        {
            _workers.RemoveAll(known => known.Ended.IsCompleted);
            _workers.Add(worker);
            if (_disposed)
                worker.Dispose();
        }
    }

    private Task EndedAsync()
    {
        lock (_lock)
            return Task.WhenAll([_sweep, _idle.Task, .. _workers.Select(worker => worker.Ended)]);
    }

    private void RemoveUnused_NeedsLock()
    {
        if (_starting > 0)
            return;
        foreach (var directory in _givenUp)
            directory.Dispose();
        _givenUp.Clear();
        if (!_disposed)
            return;
        _directory?.Dispose();
        _directory = null;
        _idle.TrySetResult();
    }
}
