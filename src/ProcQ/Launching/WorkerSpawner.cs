namespace ProcQ.Launching;

/// <summary>Makes what workers live in.</summary>
internal abstract class WorkerSpawner
{
    /// <summary>
    /// Begins a worker, which does nothing before it is told its start line. A <see cref="WorkerStartException"/> that is permanent says that there will
    /// never be one.
    /// </summary>
    public abstract Task<SpawnedWorker> SpawnAsync(int workerId);
}
