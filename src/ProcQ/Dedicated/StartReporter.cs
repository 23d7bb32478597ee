namespace ProcQ.Dedicated;

/// <summary>Hears which process a worker's function runs in.</summary>
internal sealed class StartReporter(TaskCompletionSource<int?> started) : Reporter
{
    public override void Spawn(WorkerInfo worker) => started.TrySetResult(worker.ProcessId);
}
