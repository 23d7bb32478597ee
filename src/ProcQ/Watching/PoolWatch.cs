using ProcQ.Scheduling;
using ProcQ.Workers;

namespace ProcQ.Watching;

/// <summary>
/// Sees everything that happens in a pool and tells its audience. The engine calls it under its gate, so nothing foreign runs here: what is to be told is
/// put in line.
/// </summary>
internal sealed class PoolWatch
{
    private readonly PoolCore _core;
    private readonly Audience _audience;
    private readonly PoolJournal _journal;
    private readonly UnresponsiveWorkers _unresponsive;

    // By slot; spares have no place, and so no number that users know.
    private readonly SortedDictionary<int, WorkerInfo> _alive = [];
    private readonly Dictionary<int, int> _spares = [];
    private readonly Dictionary<long, CallWatch> _calls = [];
    private readonly Dictionary<int, (long Generation, long Sequence)> _begun = [];
    private readonly Dictionary<int, WorkerReport> _reports = [];
    private readonly List<long> _ended = [];

    public PoolWatch(PoolCore core, Audience audience)
    {
        (_core, _audience) = (core, audience);
        _journal = new PoolJournal(core, audience);
        _unresponsive = new UnresponsiveWorkers(_journal, audience);
    }

    public void Open()
    {
        var workers = _core.Places;
        _audience.Reporter?.Post(r => r.Init(workers));
    }

    public void Closing(int waiting) => _journal.Closing(waiting);

    /// <summary>This process did not run for a while, and is back.</summary>
    public void Interrupted(TimeSpan missed) => _journal.Interrupted(missed);

    public void Resizing(int places) => _journal.Resizing(places);

    public void Terminating(int waiting) => _journal.Terminating(waiting);

    /// <summary>A call was taken in. Without a reporter there is nothing to watch.</summary>
    public void Add(JobState job, CallWatch? watch)
    {
        if (watch is null)
            return;
        _calls.Add(job.Id, watch);
        watch.Open(Math.Min(_core.Places, job.Terms.Parallelism), _alive.Values);
    }

    /// <summary>What the function in this worker last said of the item it is in now.</summary>
    public WorkerReport? ReportOf(WorkerState worker, long sequence) =>
        _reports.GetValueOrDefault(worker.Id) is { } report
        && report.Generation == worker.Generation
        && report.Sequence == sequence
            ? report
            : null;

    /// <summary>Since when the worker is known to be unable to go on; null when it is not.</summary>
    public TimeSpan? UnresponsiveSince(WorkerState worker) => _unresponsive.Since(worker);

    /// <summary>Somebody looked at a worker: whether it can go on with what it holds.</summary>
    public void Responds(WorkerState worker, bool responds, WorkerCondition condition, TimeSpan now)
    {
        if (!_alive.TryGetValue(worker.Id, out var info))
            return;
        if (responds)
            _unresponsive.Remove(worker, info, now);
        else
            _unresponsive.Add(worker, info, condition, now, _calls.Values);
    }

    /// <summary>Something happened, and the core has not heard of it yet. True when it need not: it changes nothing there.</summary>
    public bool Before(WorkerEvent happened, TimeSpan now)
    {
        _journal.Before(happened);
        switch (happened)
        {
            case WorkerEvent.Ready ready:
                if (_core.Workers[ready.Worker].Place is >= 0 and var place)
                    Spawn(ready.Worker, new WorkerInfo(place, ready.ProcessId));
                else
                    _spares[ready.Worker] = ready.ProcessId;
                return false;
            case WorkerEvent.Begun begun:
                Begin(begun, now);
                return true;
            case WorkerEvent.Reported reported:
                Progress(reported);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The core has decided what to do, about an event or without one, and that has been put in line.</summary>
    public void After(WorkerEvent? happened)
    {
        if (happened is WorkerEvent.Died died)
            Exit(died);
        foreach (var id in _ended)
        {
            if (_calls.Remove(id, out var call))
                call.Over();
        }

        _ended.Clear();
    }

    /// <summary>The core has decided something.</summary>
    public void Note(PoolCommand command)
    {
        _journal.Note(command, _alive);
        switch (command)
        {
            case PoolCommand.Promote promote when _spares.Remove(promote.Worker, out var processId):
                Spawn(promote.Worker, new WorkerInfo(promote.Place, processId));
                break;
            case PoolCommand.Retry retry when _calls.TryGetValue(retry.Job.Id, out var call):
                call.Retry(retry.Item, _alive.GetValueOrDefault(retry.Worker) ?? WorkerInfo.None, retry.Status);
                break;
            case PoolCommand.EndJob end when _calls.ContainsKey(end.Job.Id):
                // Not yet over: the worker that died with its last item is still to be told of.
                _ended.Add(end.Job.Id);
                break;
            default:
                break;
        }
    }

    /// <summary>The cause of a fault is known.</summary>
    public void Faulted(WorkerStartException cause) => _journal.Faulted(cause);

    private void Spawn(int slot, WorkerInfo worker)
    {
        _alive[slot] = worker;
        _audience.Reporter?.Post(r => r.Spawn(worker));
        foreach (var call in _calls.Values)
            call.Spawn(worker);
    }

    private void Exit(WorkerEvent.Died died)
    {
        _spares.Remove(died.Worker);
        if (!_alive.Remove(died.Worker, out var worker))
            return;
        var exit = new WorkerExit(died.Exit.ExitCode, died.Exit.Reason, died.OutputTail);
        foreach (var call in _calls.Values)
            call.Exit(worker, exit);
        _audience.Reporter?.Post(r => r.Exit(worker, exit));
    }

    private void Begin(WorkerEvent.Begun begun, TimeSpan now)
    {
        var (worker, generation) = (_core.Workers[begun.Worker], begun.Generation);
        if (worker.Generation != generation || worker.Phase is not (WorkerPhase.Ready or WorkerPhase.Stopping))
            return;
        // It tells of each item once, after everything about the items before it, and only where it was asked to.
        if (
            worker.Leases is not [var lease, ..]
            || lease.NextSequence != begun.Sequence
            || !_calls.TryGetValue(lease.Job.Id, out var call)
            || _begun.GetValueOrDefault(worker.Id, (-1, -1)) == (generation, begun.Sequence)
        )
        {
            _core.Violated(worker.Id, generation, $"it began item {begun.Sequence}, which is not its next one", now);
            return;
        }

        _begun[worker.Id] = (generation, begun.Sequence);
        call.Begin(lease.IndexOf(begun.Sequence), lease.Attempt, _alive[worker.Id]);
    }

    /// <summary>It may be late, and about an item that is over: threads that a function left running go on talking.</summary>
    private void Progress(WorkerEvent.Reported reported)
    {
        var worker = _core.Workers[reported.Worker];
        if (worker.Generation != reported.Generation || worker.Find(reported.Sequence) is not { } lease)
            return;
        _reports[worker.Id] = new WorkerReport(reported.Generation, reported.Sequence, reported.Fraction, reported.Message);
        if (_calls.TryGetValue(lease.Job.Id, out var call))
            call.Progress(lease.IndexOf(reported.Sequence), reported.Fraction, reported.Message);
    }
}
