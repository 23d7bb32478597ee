using ProcQ.Scheduling;

namespace ProcQ.Watching;

/// <summary>Which workers cannot go on, and since when that is known. It is told once when it begins, and once when it is over. Used under the engine's gate.</summary>
internal sealed class UnresponsiveWorkers(PoolJournal journal, Audience audience)
{
    private readonly Dictionary<int, (long Generation, TimeSpan Since)> _known = [];

    /// <summary>Since when it is known of this worker; null when it is not.</summary>
    public TimeSpan? Since(WorkerState worker) =>
        _known.TryGetValue(worker.Id, out var entry) && entry.Generation == worker.Generation && worker.Phase != WorkerPhase.Gone
            ? entry.Since
            : null;

    /// <summary>It cannot go on.</summary>
    public void Add(WorkerState worker, WorkerInfo info, WorkerCondition condition, TimeSpan now, IEnumerable<CallWatch> calls)
    {
        if (Since(worker) is not null)
            return;
        _known[worker.Id] = (worker.Generation, now);
        journal.Unresponsive(worker, info, condition);
        audience.Reporter?.Post(r => r.Unresponsive(info, condition));
        foreach (var call in calls)
            call.Unresponsive(info, condition);
    }

    /// <summary>It can.</summary>
    public void Remove(WorkerState worker, WorkerInfo info, TimeSpan now)
    {
        if (Since(worker) is { } since)
            journal.RespondsAgain(info, now - since);
        _known.Remove(worker.Id);
    }
}
