using ProcQ.Launching;

namespace ProcQ.Specs.Launching;

/// <summary>As a system that makes no process for now: each worker begins when the gate opens, or fails with it.</summary>
internal sealed class LateSpawner(Task gate, LaunchSettings settings) : WorkerSpawner
{
    private readonly ProcessSpawner _spawner = new(settings);
    private readonly TaskCompletionSource<SpawnedWorker> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The worker that came first, when it has come.</summary>
    public Task<SpawnedWorker> First => _first.Task;

    public override async Task<SpawnedWorker> SpawnAsync(int workerId)
    {
        await gate;
        var worker = await _spawner.SpawnAsync(workerId);
        _first.TrySetResult(worker);
        return worker;
    }
}
