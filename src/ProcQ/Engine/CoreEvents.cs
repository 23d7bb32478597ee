using ProcQ.Scheduling;
using ProcQ.Workers;

namespace ProcQ.Engine;

/// <summary>Tells the core what a worker's loop has told.</summary>
internal static class CoreEvents
{
    public static void Tell(PoolCore core, WorkerEvent happened, TimeSpan now)
    {
        var (worker, generation) = (happened.Worker, happened.Generation);
        switch (happened)
        {
            case WorkerEvent.Ready:
                core.Ready(worker, generation, now);
                break;
            case WorkerEvent.StartFailed failed:
                core.StartFailed(worker, generation, failed.Cause.IsPermanent, now);
                break;
            case WorkerEvent.Results r:
                core.Results(worker, generation, r.Sequence, r.Header.Count, r.Header.Elapsed, now);
                break;
            case WorkerEvent.Failed f:
                core.Failed(worker, generation, f.Sequence, now, f.Report.Error.SaysCancelled);
                break;
            case WorkerEvent.Returned r:
                core.Returned(worker, generation, r.Sequence, r.Count, now);
                break;
            case WorkerEvent.Leaving:
                core.Leaving(worker, generation, now);
                break;
            case WorkerEvent.Violated v:
                core.Violated(worker, generation, v.What, now);
                break;
            case WorkerEvent.Died d:
                core.Died(worker, generation, d.Running, now, d.Page.Finished);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows what to do about {happened.GetType().Name}.");
        }
    }
}
