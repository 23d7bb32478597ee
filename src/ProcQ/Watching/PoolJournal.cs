using ProcQ.Scheduling;
using ProcQ.Workers;

namespace ProcQ.Watching;

/// <summary>
/// Puts what happens in a pool into its log. Called under the engine's gate, like <see cref="PoolWatch"/>. Workers are named by their places; a spare, which
/// has none, by -1.
/// </summary>
internal sealed class PoolJournal(PoolCore core, Audience audience)
{
    private readonly Journal _journal = audience.Journal;
    private readonly string _pool = audience.PoolName;

    /// <summary>The pool takes no more calls. <paramref name="waiting"/>: those that the core does not know yet.</summary>
    public void Closing(int waiting)
    {
        var calls = core.Jobs.Count + waiting;
        if (core.Phase == PoolPhase.Open)
            _journal.Write(log => Log.PoolClosed(log, _pool, calls));
    }

    /// <inheritdoc cref="Closing"/>
    public void Terminating(int waiting)
    {
        var calls = core.Jobs.Count + waiting;
        if (core.Phase is PoolPhase.Open or PoolPhase.Closed)
            _journal.Write(log => Log.PoolTerminated(log, _pool, calls));
    }

    public void Interrupted(TimeSpan missed) => _journal.Write(log => Log.PoolInterrupted(log, _pool, missed));

    public void Resizing(int places)
    {
        var before = core.Places;
        _journal.Write(log => Log.PoolResized(log, _pool, before, places));
    }

    public void Faulted(WorkerStartException cause) => _journal.Write(log => Log.PoolFaulted(log, _pool, cause));

    /// <summary>A worker holds items and cannot go on.</summary>
    public void Unresponsive(WorkerState worker, WorkerInfo info, WorkerCondition condition)
    {
        if (worker.Leases is not [var front, ..])
            return;
        var (call, index) = (front.Job.Terms.Name, front.IndexOf(front.NextSequence));
        _journal.Write(log => Log.WorkerUnresponsive(log, _pool, info.WorkerId, info.ProcessId, call, index, condition));
    }

    /// <summary>It can again.</summary>
    public void RespondsAgain(WorkerInfo info, TimeSpan after) =>
        _journal.Write(log => Log.WorkerRespondsAgain(log, _pool, info.WorkerId, info.ProcessId, after));

    /// <summary>Something happened, and the core still stands where it stood.</summary>
    public void Before(WorkerEvent happened)
    {
        // What happens for every batch is not in the log, and must not even make a closure.
        if (
            _journal.IsKept
            && happened is (WorkerEvent.Ready or WorkerEvent.StartFailed or WorkerEvent.Leaving or WorkerEvent.Died)
        )
            WriteEvent(core.Workers[happened.Worker], happened);
    }

    /// <summary>The core has decided something about a worker, or the pool.</summary>
    public void Note(PoolCommand command, IReadOnlyDictionary<int, WorkerInfo> alive)
    {
        // As above.
        if (_journal.IsKept && command is not (PoolCommand.Send or PoolCommand.Deliver or PoolCommand.TakeBack))
            WriteCommand(command, alive);
    }

    private void WriteCommand(PoolCommand command, IReadOnlyDictionary<int, WorkerInfo> alive)
    {
        switch (command)
        {
            case PoolCommand.Start s:
                Starting(s);
                break;
            case PoolCommand.Promote p:
                _journal.Write(log => Log.SparePromoted(log, _pool, p.Place));
                break;
            case PoolCommand.Stop s when alive.TryGetValue(s.Worker, out var worker):
                _journal.Write(log => Log.WorkerLetGo(log, _pool, worker.WorkerId, worker.ProcessId));
                break;
            case PoolCommand.Kill k when alive.TryGetValue(k.Worker, out var worker):
                Killed(core.Workers[k.Worker].Kill, worker, k.Reason);
                break;
            case PoolCommand.EndPool:
                Ended();
                break;
            case PoolCommand.Retry or PoolCommand.Settle:
                NoteItem(command, alive);
                break;
            default:
                break;
        }
    }

    private void WriteEvent(WorkerState worker, WorkerEvent happened)
    {
        var place = worker.Place;
        switch (happened)
        {
            case WorkerEvent.Ready r:
                _journal.Write(log => Log.WorkerReady(log, _pool, place, r.ProcessId));
                break;
            case WorkerEvent.StartFailed f when worker.Kill != KillCause.Shutdown:
                _journal.Write(log => Log.StartFailed(log, _pool, place, f.Cause));
                break;
            case WorkerEvent.Leaving l:
                _journal.Write(log => Log.WorkerTooLarge(log, _pool, place, l.ProcessId, l.MemoryBytes));
                break;
            case WorkerEvent.Died d:
                Died(worker, d);
                break;
            default:
                break;
        }
    }

    private void Ended()
    {
        var settled = core.Settled;
        _journal.Write(log => Log.PoolEnded(log, _pool, settled));
    }

    private void NoteItem(PoolCommand command, IReadOnlyDictionary<int, WorkerInfo> alive)
    {
        switch (command)
        {
            case PoolCommand.Retry r:
                var (call, item, lost) = (r.Job.Terms.Name, r.Item, Place(r.Worker));
                _journal.Write(log => Log.ItemRetried(log, _pool, call, item.First, item.Attempt, r.Status, lost));
                break;
            case PoolCommand.Settle { Status: OutcomeStatus.TimedOut } s:
                var (terms, late) = (s.Job.Terms, Place(s.Worker));
                _journal.Write(log => Log.ItemTimedOut(log, _pool, terms.Name, s.Items.First, terms.Timeout, late));
                break;
            case PoolCommand.Settle { Status: OutcomeStatus.WorkerLost } s:
                var (name, items, gone) = (s.Job.Terms.Name, s.Items, Place(s.Worker));
                _journal.Write(log => Log.ItemsLost(log, _pool, name, items.First, items.Count, gone));
                break;
            default:
                break;
        }

        int Place(int slot) => alive.GetValueOrDefault(slot)?.WorkerId ?? WorkerState.Spare;
    }

    private void Starting(PoolCommand.Start start)
    {
        if (start.BacksOff)
            _journal.Write(log => Log.StartDelayed(log, _pool, start.Place, start.Delay));
        else
            _journal.Write(log => Log.WorkerStarting(log, _pool, start.Place));
    }

    private void Killed(KillCause cause, WorkerInfo worker, string reason) =>
        _journal.Write(log =>
        {
            if (cause == KillCause.Violation)
                Log.ProtocolViolation(log, _pool, worker.WorkerId, worker.ProcessId, reason);
            else if (audience.IsOfThreads)
                Log.WorkerAbandoned(log, _pool, worker.WorkerId, reason);
            else
                Log.WorkerKilled(log, _pool, worker.WorkerId, worker.ProcessId, reason);
        });

    /// <summary>Whether that is a loss only the state before it tells: the core is about to forget it.</summary>
    private void Died(WorkerState worker, WorkerEvent.Died died)
    {
        var place = worker.Place;
        if (worker.Phase == WorkerPhase.Stopping || worker.Kill == KillCause.Shutdown)
        {
            _journal.Write(log => Log.WorkerLeft(log, _pool, place, died.ProcessId, died.Exit.ExitCode));
            return;
        }

        var index = died.Running is { } running ? worker.Find(running)?.IndexOf(running) : null;
        var (exit, phase, memory) = (died.Exit, died.Phase, died.Sight.MemoryBytes);
        _journal.Write(log =>
            Log.WorkerLost(log, _pool, place, died.ProcessId, index, phase, exit.ExitCode, exit.Reason, memory)
        );
    }
}
