namespace ProcQ.Scheduling;

/// <summary>Turns what workers report, and how they die, into outcomes.</summary>
internal sealed class Accounting(PoolState pool)
{
    // So many deaths with the same un-begun items in hand are blamed on the first of them.
    private const int StrikeLimit = 3;

    /// <summary>Results of the next <paramref name="count"/> items of a lease; false when they are not what the worker owes.</summary>
    public bool Results(WorkerState worker, long sequence, int count, TimeSpan elapsed, TimeSpan now)
    {
        if (Owed(worker, sequence, count) is not { } lease)
            return false;
        lease.Job.Sizer.Measured(count, elapsed);
        worker.HasRun(elapsed, now);
        Deliver(worker, lease, count, now);
        return true;
    }

    /// <summary>
    /// The function failed for the next item of a lease; false when the worker does not owe it. <paramref name="stopped"/>: it says that it stopped because
    /// it was asked to, and if that was because its time was up, that is its fate.
    /// </summary>
    public bool Failed(WorkerState worker, long sequence, bool stopped, TimeSpan now)
    {
        if (Owed(worker, sequence, 1) is not { } lease)
            return false;
        // It comes without a time of its own, and items that all fail must not go one by one for ever.
        lease.Job.Sizer.Measured(1, now - worker.MovedAt);
        worker.HasRun(now - worker.MovedAt, now);
        if (stopped && worker.IsLate(sequence))
            Expire(worker, lease, now);
        else
            Deliver(worker, lease, 1, now);
        return true;
    }

    /// <summary>The worker gave back <paramref name="count"/> items from <paramref name="sequence"/> on.</summary>
    public bool Returned(WorkerState worker, long sequence, int count, TimeSpan now)
    {
        if (worker.AnswerReturn() is not { } asked || count < 0)
            return false;
        var lease = worker.Leases.Find(l => l.Sequence <= asked && asked < l.EndSequence);
        if (count > 0 && (lease is null || sequence < asked || !lease.Holds(sequence) || lease.EndSequence - sequence != count))
            return false;
        if (lease is null)
            return true;
        if (count > 0)
            Requeue(worker, lease.Job, worker.GiveBack(lease, sequence));
        if (count == 0 || sequence > asked)
            worker.HasBegun(lease);
        Trim(worker, now);
        return true;
    }

    /// <summary>The worker begins nothing more: all it has not reported goes back. False when it has not reported anything yet, or has said so before.</summary>
    public bool Leaving(WorkerState worker)
    {
        if (worker.Served == 0 || worker.IsLeaving)
            return false;
        foreach (var lease in worker.Leases)
            Requeue(worker, lease.Job, worker.GiveBack(lease, lease.NextSequence));
        worker.Leases.Clear();
        worker.IsLeaving = true;
        // One that was told to stop meanwhile keeps its grace for that.
        if (worker.Phase == WorkerPhase.Ready)
            worker.KillAt = null;
        return true;
    }

    /// <summary>
    /// Settles or requeues all that a dead worker held. <paramref name="running"/> is the item it was in, if any, and what it held below
    /// <paramref name="finished"/> had run to its end. True when it got as far as running one of them.
    /// </summary>
    public bool Died(WorkerState worker, long? running, long finished, TimeSpan now)
    {
        var current = running is { } at ? worker.Find(at) : null;
        var begun = current is not null;
        // Killed for an item that never began: it is the one that is charged, or it would be sent out for ever.
        if (!begun && worker.Kill == KillCause.TimedOut && finished <= worker.KillSequence)
            (running, current) = (worker.KillSequence, worker.Find(worker.KillSequence));
        var done = current is null ? finished : running!.Value;
        var singled = current is null ? Suspect(worker, done) : running;
        var ran = current is not null;
        foreach (var lease in worker.Leases)
        {
            ran |= done > lease.NextSequence;
            if (singled is { } sequence && lease.Holds(sequence))
            {
                GiveBack(worker, lease, sequence + 1, done, now);
                var item = lease.GiveBack(sequence);
                if (lease == current)
                    Charge(worker, lease.Job, item with { Touched = item.Touched || begun }, sequence, now);
                else
                    Strike(worker, lease.Job, item with { Touched = item.Touched || sequence < done });
            }

            GiveBack(worker, lease, lease.NextSequence, done, now);
        }

        worker.Leases.Clear();
        return ran;
    }

    private static Lease? Owed(WorkerState worker, long sequence, int count)
    {
        // Items run in the order they were sent: only the oldest lease can have news, and only from where it stands.
        if (worker.Leases.Count == 0 || count <= 0)
            return null;
        var lease = worker.Leases[0];
        return sequence == lease.NextSequence && count <= lease.Open ? lease : null;
    }

    private void Deliver(WorkerState worker, Lease lease, int count, TimeSpan now)
    {
        var items = TakeFront(worker, lease, count, now);
        lease.Job.Settle(count);
        pool.Emit(new PoolCommand.Deliver(lease.Job, items, worker.Id));
        pool.EndIfComplete(lease.Job);
    }

    private void Expire(WorkerState worker, Lease lease, TimeSpan now) =>
        Lose(worker, lease.Job, TakeFront(worker, lease, 1, now) with { Touched = true }, OutcomeStatus.TimedOut, now);

    /// <summary>The worker is done with these items, and lives.</summary>
    private ItemRange TakeFront(WorkerState worker, Lease lease, int count, TimeSpan now)
    {
        var items = new ItemRange(lease.IndexOf(lease.NextSequence), count, lease.Attempt);
        lease.Settle(count);
        worker.MovedAt = now;
        worker.OwesSince = null;
        worker.Served += count;
        pool.Starts.Forget();
        Trim(worker, now);
        return items;
    }

    /// <summary>Drops leases that are done with. The one now in front runs; if its job is cancelled its grace starts here.</summary>
    private static void Trim(WorkerState worker, TimeSpan now)
    {
        var front = worker.Leases[0];
        if (worker.Leases.RemoveAll(l => l.Open == 0) == 0 || (worker.Leases.Count > 0 && worker.Leases[0] == front))
            return;
        worker.KillAt = worker.Leases.Count > 0 && worker.Leases[0].Job.Cancelled ? worker.Leases[0].Job.KillAt(now) : null;
    }

    /// <summary>
    /// What a worker may have died of when it was in no item: the last one that ended, by what it left behind, or else the next one, by
    /// what it takes to begin it. Only that item travels alone from now on.
    /// </summary>
    private static long? Suspect(WorkerState worker, long done)
    {
        if (worker.Leases.Count == 0 || worker.Kill is not (KillCause.None or KillCause.Violation))
            return null;
        return worker.Find(done - 1) is null ? worker.Leases[0].NextSequence : done - 1;
    }

    private void Charge(WorkerState worker, JobState job, ItemRange item, long sequence, TimeSpan now)
    {
        if (IsBystander(worker, job, sequence))
            Requeue(worker, job, item);
        else if (job.Cancelled && worker.Kill is KillCause.Cancelled or KillCause.Shutdown)
            pool.Settle(job, item, job.GivenUpAs, mayHaveExecuted: true, worker.Id);
        else
            Lose(worker, job, item, Fate(worker), now);
    }

    /// <summary>The pool killed the worker for another item, and this one had begun meanwhile.</summary>
    private static bool IsBystander(WorkerState worker, JobState job, long running) =>
        worker.Kill switch
        {
            KillCause.TimedOut => running != worker.KillSequence,
            KillCause.Cancelled => !job.Cancelled,
            _ => false,
        };

    private static OutcomeStatus Fate(WorkerState worker) =>
        worker.Kill == KillCause.TimedOut ? OutcomeStatus.TimedOut : OutcomeStatus.WorkerLost;

    private void Lose(WorkerState worker, JobState job, ItemRange item, OutcomeStatus status, TimeSpan now)
    {
        if (item.Attempt > job.Terms.Retries || job.Terms.AtMostOnce || job.Cancelled)
        {
            pool.Settle(job, item, status, item.MayHaveExecuted, worker.Id);
            return;
        }

        pool.Emit(new PoolCommand.Retry(job, item, status, worker.Id));
        pool.Retry(job, item, now);
    }

    private void Strike(WorkerState worker, JobState job, ItemRange item)
    {
        item = item with { Strikes = item.Strikes + 1 };
        if (item.Strikes >= StrikeLimit && !job.Cancelled)
            pool.Settle(job, item, OutcomeStatus.WorkerLost, item.MayHaveExecuted, worker.Id);
        else
            Requeue(worker, job, item);
    }

    /// <summary>
    /// The open items of a lease from <paramref name="from"/> on go back; those below <paramref name="done"/> have run. If the worker was
    /// killed for one of them, that one ended after all, but late; run again, it might be late for ever.
    /// </summary>
    private void GiveBack(WorkerState worker, Lease lease, long from, long done, TimeSpan now)
    {
        Requeue(worker, lease.Job, lease.GiveBack(Math.Clamp(done, from, lease.EndSequence)));
        if (worker.Kill == KillCause.TimedOut && worker.KillSequence >= from && worker.KillSequence < lease.EndSequence)
        {
            Requeue(worker, lease.Job, lease.GiveBack(worker.KillSequence + 1) with { Touched = true });
            Lose(worker, lease.Job, lease.GiveBack(worker.KillSequence) with { Touched = true }, Fate(worker), now);
        }

        Requeue(worker, lease.Job, lease.GiveBack(from) with { Touched = true });
    }

    private void Requeue(WorkerState worker, JobState job, ItemRange items)
    {
        if (job.Cancelled)
        {
            pool.Settle(job, items, job.GivenUpAs, items.MayHaveExecuted, worker: -1);
        }
        else if (items.Touched && job.Terms.AtMostOnce)
        {
            pool.Settle(job, items, OutcomeStatus.WorkerLost, mayHaveExecuted: true, worker.Id);
        }
        else
        {
            job.Pending.Return(items);
            pool.Enqueue(job);
        }
    }
}
