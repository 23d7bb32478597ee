namespace ProcQ.Scheduling;

/// <summary>Ends things: cancels jobs, kills workers, winds the pool down.</summary>
internal sealed class Stopping(PoolState pool)
{
    // Beyond its grace, for a worker to give back cancelled items that wait behind another job's. One that does not is stopped or broken.
    private static readonly TimeSpan AnswerSlack = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Nothing of the job begins any more. What runs is asked to stop, and killed after <paramref name="grace"/> unless that is infinite.
    /// </summary>
    public void Cancel(JobState job, TimeSpan grace, TimeSpan now)
    {
        if (job.Ended)
            return;
        if (grace != Timeout.InfiniteTimeSpan && (job.KillGrace is not { } earlier || grace < earlier))
            job.KillGrace = grace;
        pool.GiveUp(job, OutcomeStatus.Cancelled);
        foreach (var worker in pool.Workers)
        {
            if (worker.Phase is WorkerPhase.Ready or WorkerPhase.Stopping && worker.Holds(job))
                CancelHeld(worker, job, now);
        }
    }

    /// <summary>Kills a worker; what it held is settled when its death is confirmed.</summary>
    public void Kill(WorkerState worker, KillCause cause, string reason, long sequence = -1)
    {
        if (worker.Phase is WorkerPhase.Gone or WorkerPhase.Dying)
            return;
        worker.Phase = WorkerPhase.Dying;
        worker.Kill = cause;
        worker.KillSequence = sequence;
        worker.KillAt = null;
        pool.Emit(new PoolCommand.Kill(worker.Id, worker.Generation, reason));
    }

    /// <summary>Kills whoever has used up its grace.</summary>
    public void KillOverdue(TimeSpan now)
    {
        foreach (var worker in pool.Workers)
        {
            if (KillDue(worker) is not { } at || now < at)
                continue;
            if (worker.Phase == WorkerPhase.Stopping || pool.Phase == PoolPhase.Terminating)
                Kill(worker, KillCause.Shutdown, "it did not leave within the shutdown grace");
            else
                Kill(worker, KillCause.Cancelled, "cancelled items did not stop within their grace");
        }
    }

    /// <summary>When the next worker uses up its grace.</summary>
    public TimeSpan? NextKill()
    {
        TimeSpan? next = null;
        foreach (var worker in pool.Workers)
            next = Deadline.Earlier(next, KillDue(worker));
        return next;
    }

    /// <summary>Everything that waits or runs is given up.</summary>
    public void Terminate(TimeSpan now)
    {
        pool.Phase = PoolPhase.Terminating;
        pool.Deadline = Deadline.After(pool.Terms.ShutdownGrace, now);
        foreach (var job in pool.Jobs.ToArray())
            Cancel(job, pool.Terms.ShutdownGrace, now);
    }

    /// <summary>
    /// A closed pool with nothing left to do lets its workers go, a terminated one lets go whoever is idle; without workers it is over.
    /// </summary>
    public void WindDown(TimeSpan now)
    {
        if (pool.Phase is PoolPhase.Open or PoolPhase.Ended || (pool.Phase == PoolPhase.Closed && pool.Jobs.Count > 0))
            return;
        foreach (var worker in pool.Workers)
        {
            if (worker.Phase == WorkerPhase.Ready && worker.Leases.Count == 0)
                Dismiss(worker, now);
            else if (worker.Phase == WorkerPhase.Starting)
                Kill(worker, KillCause.Shutdown, "the pool ended while it started");
        }

        if (pool.Jobs.Count > 0 || !pool.Workers.TrueForAll(w => w.Phase == WorkerPhase.Gone))
            return;
        pool.Phase = PoolPhase.Ended;
        pool.Emit(new PoolCommand.EndPool());
    }

    /// <summary>A worker with nothing in hand is told to leave.</summary>
    public void Dismiss(WorkerState worker, TimeSpan now)
    {
        worker.Phase = WorkerPhase.Stopping;
        worker.IsDismissed = true;
        worker.KillAt = Deadline.After(pool.Terms.ShutdownGrace, now);
        pool.Emit(new PoolCommand.Stop(worker.Id, worker.Generation));
    }

    private void CancelHeld(WorkerState worker, JobState job, TimeSpan now)
    {
        foreach (var lease in worker.Leases)
        {
            if (lease.Job != job)
                continue;
            if (job.KillAt(now) is { } graceEnd)
                lease.AnswerBy = Deadline.Earlier(lease.AnswerBy, Deadline.After(AnswerSlack, graceEnd));
            worker.AwaitReturn(lease.NextSequence);
            pool.Emit(new PoolCommand.TakeBack(worker.Id, worker.Generation, lease.NextSequence));
            pool.Emit(new PoolCommand.Cancel(worker.Id, worker.Generation, lease.NextSequence));
        }

        if (worker.Leases[0].Job == job)
            worker.KillAt = Deadline.Earlier(worker.KillAt, job.KillAt(now));
    }

    private TimeSpan? KillDue(WorkerState worker)
    {
        if (worker.Phase is WorkerPhase.Gone or WorkerPhase.Dying)
            return null;
        var due = Deadline.Earlier(worker.KillAt, pool.Deadline);
        for (var behind = 1; behind < worker.Leases.Count; behind++)
            due = Deadline.Earlier(due, worker.Leases[behind].AnswerBy);
        return due;
    }

    /// <summary>No worker can be started, and none is up: nothing will ever run.</summary>
    public void Fault()
    {
        pool.Faulted = true;
        pool.Emit(new PoolCommand.Fault());
        foreach (var worker in pool.Workers)
            Kill(worker, KillCause.Shutdown, "the pool is faulted");
        foreach (var job in pool.Jobs.ToArray())
            pool.GiveUp(job, OutcomeStatus.WorkerLost);
    }
}
