using ProcQ.Scheduling;
using ProcQ.Workers;

namespace ProcQ.Engine;

/// <summary>The item in which a worker died, put down before the core forgets what the worker held.</summary>
internal sealed record Scene(JobState Job, long Index, TimeSpan RanFor)
{
    /// <summary>Null when it was in none.</summary>
    public static Scene? Of(PoolCore core, WorkerEvent.Died died, TimeSpan now)
    {
        var worker = core.Workers[died.Worker];
        if (worker.Generation != died.Generation || died.Running is not { } running || worker.Find(running) is not { } lease)
            return null;
        return new Scene(lease.Job, lease.IndexOf(running), now - Beginning.AtTheEarliest(worker, died.Page, now));
    }

    public bool Is(JobState job, ItemRange items) => job == Job && items.Count == 1 && items.First == Index;
}
