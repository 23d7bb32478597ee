namespace ProcQ.Scheduling;

/// <summary>
/// Who fills which place: starts and replaces workers, keeps spares, lets go of those that have done their share or are too many. A place is
/// free again when the process in it is gone, or has been told to go with nothing in hand; so never more items run than there are places.
/// </summary>
internal sealed class Staffing(PoolState pool, Stopping stopping)
{
    // By place: how often it was filled.
    private readonly List<long> _filled = [];

    // How often a spare was started.
    private long _spared;

    /// <summary>Every place that is to be filled now is, by a worker that is ready, and nobody beyond them is left.</summary>
    public bool IsComplete
    {
        get
        {
            var ready = 0;
            foreach (var worker in pool.Workers)
            {
                if (worker.IsSurplus && worker.Phase != WorkerPhase.Gone)
                    return false;
                ready += worker is { Phase: WorkerPhase.Ready, Place: >= 0 } ? 1 : 0;
            }

            return ready >= Fewest;
        }
    }

    /// <summary>Places can be filled beyond those that are, when there is work for them.</summary>
    public bool CanGrow => IsElastic && IsNeeded && Filled < pool.Places;

    /// <summary>There is, or may be, something to do.</summary>
    public bool IsNeeded =>
        !pool.Faulted && (pool.Phase == PoolPhase.Open || (pool.Phase == PoolPhase.Closed && pool.Jobs.Count > 0));

    /// <summary>Places that are filled whether or not there is work.</summary>
    private int Fewest => Math.Min(pool.Places, pool.Terms.MinWorkers ?? pool.Places);

    private bool IsElastic => pool.Terms.MinWorkers is not null;

    private int Filled
    {
        get
        {
            var filled = 0;
            foreach (var worker in pool.Workers)
                filled += Fills(worker) ? 1 : 0;
            return filled;
        }
    }

    /// <summary>How often the process in a place was replaced.</summary>
    public long Restarts(int place) => place >= 0 && place < _filled.Count ? _filled[place] - 1 : 0;

    /// <summary>Lets go who has done its share or is too many, replaces who is missed, and keeps spares.</summary>
    public void Arrange(TimeSpan now)
    {
        if (!IsNeeded)
            return;
        var (filled, spares, starting, leaving) = (0, 0, 0, 0);
        foreach (var worker in pool.Workers)
        {
            if (worker is { Phase: WorkerPhase.Ready, IsSpent: true, Leases.Count: 0 })
                stopping.Dismiss(worker, now);
            filled += Fills(worker) ? 1 : 0;
            starting += worker is { Phase: WorkerPhase.Starting, Place: >= 0 } ? 1 : 0;
            leaving += worker.IsSpent && Fills(worker) ? 1 : 0;
            spares += IsSpare(worker) ? 1 : 0;
        }

        for (; filled < Fewest; filled++)
        {
            if (Fill(FreePlace(), now))
                spares--;
            else
                starting++;
        }

        KeepSpares(spares, starting, leaving, now);
    }

    /// <summary>
    /// After items were given out: who has been given its last ones needs a successor, and so has a spare that took a place; who was given none for
    /// too long goes.
    /// </summary>
    public void Foresee(TimeSpan now)
    {
        if (IsElastic && IsNeeded)
            LetIdleGo(now);
        if (IsElastic || pool.Terms.ItemsPerWorker < long.MaxValue)
            Arrange(now);
    }

    /// <summary>Fills further places if items wait for nobody else; says whether somebody can begin at once.</summary>
    public bool Grow(TimeSpan now)
    {
        if (!CanGrow)
            return false;
        var promoted = false;
        for (var needed = Waiting() - Awaited(); needed > 0 && CanGrow; needed--)
            promoted |= Fill(FreePlace(), now);
        return promoted;
    }

    /// <summary>When the next worker has been idle for so long that it may go.</summary>
    public TimeSpan? NextLeave(TimeSpan now)
    {
        if (!IsElastic || !IsNeeded || Filled <= Fewest || LongestIdle() is not { } worker)
            return null;
        var end = IdleEnd(worker);
        return end < now ? now : end;
    }

    /// <summary>From now on there are so many places. Workers beyond them finish what they have begun.</summary>
    public void Resize(int places)
    {
        pool.Places = places;
        foreach (var worker in pool.Workers)
        {
            var wasSurplus = worker.IsSurplus;
            worker.IsSurplus = worker.Place >= places;
            if (wasSurplus || !worker.IsSurplus)
                continue;
            if (worker.Phase == WorkerPhase.Starting)
                stopping.Kill(worker, KillCause.Shutdown, "the pool shrank while it started");
            else if (worker.Phase == WorkerPhase.Ready)
                TakeBack(worker);
        }
    }

    /// <summary>Nobody can resize a closed pool any more, and what it accepted is to be finished.</summary>
    public void EndPause()
    {
        if (pool is { Phase: PoolPhase.Closed, Places: 0, Jobs.Count: > 0 })
            Resize(1);
    }

    private bool Fills(WorkerState worker) =>
        worker is { Place: >= 0, IsDismissed: false, Phase: not WorkerPhase.Gone } && worker.Place < pool.Places;

    private static bool IsSpare(WorkerState worker) => worker.IsStaff && worker.Place < 0;

    private void TakeBack(WorkerState worker)
    {
        foreach (var lease in worker.Leases)
        {
            worker.AwaitReturn(lease.NextSequence);
            pool.Emit(new PoolCommand.TakeBack(worker.Id, worker.Generation, lease.NextSequence));
        }
    }

    /// <summary>A spare takes the place at once, and true is returned; or else a process is started for it.</summary>
    private bool Fill(int place, TimeSpan now)
    {
        while (_filled.Count <= place)
            _filled.Add(0);
        _filled[place]++;
        foreach (var worker in pool.Workers)
        {
            if (worker is not { Phase: WorkerPhase.Ready, Place: < 0, IsSpent: false })
                continue;
            worker.Place = place;
            worker.MovedAt = now;
            pool.Emit(new PoolCommand.Promote(worker.Id, worker.Generation, place));
            return true;
        }

        Start(Vacant(place), place, TimeSpan.Zero, now);
        return false;
    }

    private int FreePlace()
    {
        var place = 0;
        while (pool.Workers.Exists(w => w.Place == place && Fills(w)))
            place++;
        return place;
    }

    /// <summary>Somebody who is gone: best who was in this place before.</summary>
    private WorkerState Vacant(int place)
    {
        var vacant =
            pool.Workers.Find(w => w.Phase == WorkerPhase.Gone && w.Place == place)
            ?? pool.Workers.Find(w => w.Phase == WorkerPhase.Gone);
        if (vacant is null)
            pool.Workers.Add(vacant = new WorkerState(pool.Workers.Count));
        return vacant;
    }

    private void Start(WorkerState worker, int place, TimeSpan wait, TimeSpan now)
    {
        worker.Begin(place, pool.Terms.ItemsPerWorker, now);
        var backoff = pool.Terms.Backoff(pool.Starts.Failures);
        _spared += place == WorkerState.Spare ? 1 : 0;
        var delay = backoff > wait ? backoff : wait;
        pool.Emit(new PoolCommand.Start(worker.Id, worker.Generation, place, delay) { BacksOff = backoff > TimeSpan.Zero });
    }

    /// <summary>It is one of the first spares of a pool whose workers have just been started: their first items are waited for.</summary>
    private bool IsBesideFirstItems() => _spared < pool.Terms.Spares && Fewest > 0;

    private void LetIdleGo(TimeSpan now)
    {
        for (var filled = Filled; filled > Fewest && LongestIdle() is { } worker && now >= IdleEnd(worker); filled--)
            stopping.Dismiss(worker, now);
    }

    private WorkerState? LongestIdle()
    {
        WorkerState? longest = null;
        foreach (var worker in pool.Workers)
        {
            if (worker.IsIdle && (longest is null || worker.MovedAt < longest.MovedAt))
                longest = worker;
        }

        return longest;
    }

    private TimeSpan? IdleEnd(WorkerState worker) => Deadline.After(pool.Terms.IdleTimeout, worker.MovedAt);

    /// <summary>
    /// As many as the terms say, and one more for each worker that will leave, so that its place need not wait for a start. Not while a worker starts,
    /// which goes first, nor when one more failure to start would be the last.
    /// </summary>
    private void KeepSpares(int spares, int starting, int leaving, TimeSpan now)
    {
        var wanted = pool.Places == 0 ? 0 : pool.Terms.Spares + leaving;
        var wait =
            IsBesideFirstItems() ? pool.Terms.SpareDelay
            : leaving > 0 ? TimeSpan.Zero
            : pool.Terms.NextSpareDelay;
        for (; spares < wanted && starting == 0 && !pool.Starts.IsDiscouraged && pool.Phase == PoolPhase.Open; spares++)
            Start(Vacant(WorkerState.Spare), WorkerState.Spare, wait, now);
        for (; spares > wanted && pool.Workers.Find(w => IsSpare(w) && w.Phase == WorkerPhase.Ready) is { } spare; spares--)
            stopping.Dismiss(spare, now);
    }

    /// <summary>Items that more workers than there are could begin.</summary>
    private long Waiting()
    {
        var waiting = 0L;
        foreach (var job in pool.Jobs)
        {
            if (job.Pending.Count > 0)
                waiting += Math.Min(job.Pending.Count, job.Terms.Parallelism - pool.WorkersOf(job));
        }

        return waiting;
    }

    /// <summary>Workers on their way that will take some of them.</summary>
    private int Awaited()
    {
        var awaited = 0;
        foreach (var worker in pool.Workers)
            awaited += worker is { Phase: WorkerPhase.Starting, Place: >= 0 } ? 1 : 0;
        return awaited;
    }
}
