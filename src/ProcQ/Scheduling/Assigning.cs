namespace ProcQ.Scheduling;

/// <summary>Gives waiting items to workers with room, and takes un-begun ones back for workers that can do them sooner.</summary>
internal sealed class Assigning(PoolState pool, Staffing staffing)
{
    // A worker that has not moved for this long is in a slow item; what is behind it should not wait while another is idle.
    private static readonly TimeSpan StuckAfter = TimeSpan.FromMilliseconds(2);

    // Un-begun work that lasts longer than this is worth a message to share it.
    private static readonly TimeSpan WorthSharing = TimeSpan.FromMilliseconds(1);

    // From here on a round trip is nothing beside the work. A second batch in the pipe would gain nothing and would only wait there.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);

    /// <summary>Gives out what can be given out now.</summary>
    public void Fill(TimeSpan now)
    {
        List<JobState>? held = null;
        while (Roomiest(now, null) is { } worker && pool.Dequeue() is { } job)
        {
            if (!IsParticular(job))
                Give(worker, job, now);
            else if (Roomiest(now, job) is { } suitable)
                Give(suitable, job, now);
            else
                (held ??= []).Add(job);
        }

        foreach (var job in held ?? [])
            pool.Enqueue(job);
        ShareWithIdle(now);
        Relieve(now);
    }

    /// <summary>There is a worker that does nothing, or one would be started.</summary>
    public bool HasIdle => staffing.CanGrow || pool.Workers.Exists(static w => w.IsIdle);

    /// <summary>A further item of the job could begin at once, or in a worker that would be started for it.</summary>
    public bool CouldBegin(JobState job) => !IsAtItsLimit(job) && HasIdle;

    /// <summary>When the next look for work to take back is due; null when nobody could do it sooner.</summary>
    public TimeSpan? NextLook(TimeSpan now)
    {
        var idle = pool.Workers.Exists(static w => w.IsIdle);
        int? helpers = null;
        TimeSpan? next = null;
        foreach (var worker in pool.Workers)
        {
            TimeSpan? at =
                idle && Shareable(worker) > 0 ? worker.MovedAt + StuckAfter
                : Behind(worker) is not null && (helpers ??= Helpers(now)) > (Moves(worker, now) ? 1 : 0) ? worker.MovedAt + Slow
                : null;
            if (next is null || at < next)
                next = at;
        }

        return next < now ? now : next;
    }

    private void Give(WorkerState worker, JobState job, TimeSpan now)
    {
        var size = Math.Min(job.NextBatch(pool.Places), worker.Allowance);
        var items = job.Pending.Take(size);
        if (job.Terms.Fitting?.Invoke(items) is { } fitting && fitting < items.Count)
            items = job.Pending.PutBack(items, fitting);
        var lease = worker.Take(job, items, now);
        pool.Emit(new PoolCommand.Send(worker.Id, worker.Generation, job, items, lease.Sequence));
        pool.Enqueue(job);
    }

    /// <summary>It matters which worker the job's items go to.</summary>
    private bool IsParticular(JobState job) => IsLimited(job) || staffing.CanGrow;

    /// <summary>Not its places alone: after a shrink there are more workers than places.</summary>
    private bool IsLimited(JobState job) => job.Terms.Parallelism < pool.Workers.Count;

    private bool IsAtItsLimit(JobState job) => IsLimited(job) && pool.WorkersOf(job) >= job.Terms.Parallelism;

    /// <summary>A job has as many workers as it may have, or else it rather waits for a new worker than behind the items of others.</summary>
    private bool Suits(WorkerState worker, JobState job) =>
        worker.Holds(job) || (!IsAtItsLimit(job) && (worker.IsIdle || !staffing.CanGrow));

    private WorkerState? Roomiest(TimeSpan now, JobState? job)
    {
        WorkerState? best = null;
        foreach (var worker in pool.Workers)
        {
            if (!worker.TakesItems || (job is not null && !Suits(worker, job)))
                continue;
            if (worker.IsIdle)
                return worker;
            // One whose item was cancelled may be killed soon.
            if (worker.KillAt is not null || worker.Leases.Count >= pool.Terms.LeasesPerWorker || !Moves(worker, now))
                continue;
            if (best is null || worker.OpenItems < best.OpenItems)
                best = worker;
        }

        return best;
    }

    private void ShareWithIdle(TimeSpan now)
    {
        var idle = 0;
        foreach (var worker in pool.Workers)
            idle += worker.IsIdle ? 1 : 0;
        for (; idle > 0 && FindVictim(now) is { } victim; idle--)
            TakeBackHalf(victim);
    }

    private WorkerState? FindVictim(TimeSpan now)
    {
        WorkerState? best = null;
        foreach (var worker in pool.Workers)
        {
            var unbegun = Shareable(worker);
            if (unbegun == 0 || (best is not null && Unbegun(best) >= unbegun))
                continue;
            var last = worker.Leases[^1].Job.Sizer.TicksPerItem;
            if (now - worker.MovedAt >= StuckAfter || last * unbegun >= WorthSharing.Ticks)
                best = worker;
        }

        return best;
    }

    private void TakeBackHalf(WorkerState victim)
    {
        var lease = victim.Leases[^1];
        var half = (Unbegun(victim) + 1) / 2;
        var unbegun = victim.Leases.Count == 1 ? lease.Open - 1 : lease.Open;
        // Who takes over from this worker must be allowed to, so it keeps none.
        var share = IsAtItsLimit(lease.Job) ? unbegun : Math.Min(half, unbegun);
        TakeBack(victim, lease.EndSequence - share);
    }

    /// <summary>Nobody is idle, yet what waits behind a slow item would be done sooner by workers that get on, or by new ones.</summary>
    private void Relieve(TimeSpan now)
    {
        if (Helpers(now) == 0)
            return;
        foreach (var worker in pool.Workers)
        {
            if (now - worker.MovedAt >= Slow && Behind(worker) is { } sequence)
                TakeBack(worker, sequence);
        }
    }

    private void TakeBack(WorkerState victim, long sequence)
    {
        victim.AwaitReturn(sequence);
        pool.Emit(new PoolCommand.TakeBack(victim.Id, victim.Generation, sequence));
    }

    /// <summary>Items that may not have begun: all but the first open one, unless the worker said otherwise.</summary>
    private static int Unbegun(WorkerState worker)
    {
        if (worker.Phase != WorkerPhase.Ready || worker.AwaitedReturns > 0 || worker.Leases.Count == 0)
            return 0;
        var unbegun = worker.Leases[0].AllBegun ? 0 : -1;
        foreach (var lease in worker.Leases)
            unbegun += lease.AllBegun ? 0 : lease.Open;
        return unbegun;
    }

    /// <summary>Items that an idle worker could take over.</summary>
    private int Shareable(WorkerState worker)
    {
        if (Unbegun(worker) is not (> 0 and var unbegun))
            return 0;
        var last = worker.Leases[^1].Job;
        return IsAtItsLimit(last) && worker.Leases[0].Job == last ? 0 : unbegun;
    }

    /// <summary>
    /// From where on the last batch waits behind the item that runs. A fixed chunk that has begun stays together, unless a new worker could have the rest.
    /// </summary>
    private long? Behind(WorkerState worker)
    {
        if (Unbegun(worker) == 0)
            return null;
        var last = worker.Leases[^1];
        if (worker.Leases.Count > 1)
            return last.NextSequence;
        return last.Job.Terms.ChunkSize is null || staffing.CanGrow ? last.NextSequence + 1 : null;
    }

    /// <summary>How many workers get on, counting one that would be started for work that waits.</summary>
    private int Helpers(TimeSpan now)
    {
        var helpers = staffing.CanGrow ? 1 : 0;
        foreach (var worker in pool.Workers)
            helpers += Moves(worker, now) ? 1 : 0;
        return helpers;
    }

    /// <summary>Ready, and soon done with what it holds.</summary>
    private static bool Moves(WorkerState worker, TimeSpan now)
    {
        if (worker.Phase != WorkerPhase.Ready || worker.Leases.Count == 0)
            return worker.IsIdle;
        // Asked for every worker at every event: in plain numbers.
        var ahead = 0.0;
        foreach (var lease in worker.Leases)
            ahead += lease.Job.Sizer.TicksPerItem * lease.Open;
        return ahead < Slow.Ticks && now - worker.MovedAt < Slow;
    }
}
