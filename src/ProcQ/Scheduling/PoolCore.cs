namespace ProcQ.Scheduling;

/// <summary>
/// All decisions of a pool. Events go in as method calls with the time, commands come out; nothing here does I/O, waits, reads a
/// clock or runs user code, so the whole pool can be simulated. An event of an earlier incarnation of a worker changes nothing.
/// </summary>
/// <remarks>Not thread-safe: the loops around it call it under one gate.</remarks>
internal sealed class PoolCore
{
    private readonly PoolState _pool;
    private readonly Staffing _staffing;
    private readonly Assigning _assigning;
    private readonly Accounting _accounting;
    private readonly Stopping _stopping;
    private readonly TimeLimits _limits;
    private long _jobs;

    public PoolCore(PoolTerms terms)
    {
        _pool = new PoolState(terms);
        _stopping = new Stopping(_pool);
        _staffing = new Staffing(_pool, _stopping);
        _assigning = new Assigning(_pool, _staffing);
        _accounting = new Accounting(_pool);
        _limits = new TimeLimits(_pool, _stopping);
    }

    public PoolPhase Phase => _pool.Phase;

    public bool IsFaulted => _pool.Faulted;

    public IReadOnlyList<WorkerState> Workers => _pool.Workers;

    /// <summary>How many places there are for workers, filled or not.</summary>
    public int Places => _pool.Places;

    /// <inheritdoc cref="Staffing.IsComplete"/>
    public bool IsStaffed => _staffing.IsComplete;

    /// <summary>How often another process has taken a place.</summary>
    public long Restarts(int place) => _staffing.Restarts(place);

    public IReadOnlyCollection<JobState> Jobs => _pool.Jobs;

    /// <summary>Items that have had their outcome.</summary>
    public long Settled => _pool.Settled;

    /// <inheritdoc cref="PoolState.PostponedItems"/>
    public int PostponedItems => _pool.PostponedItems;

    /// <inheritdoc cref="PoolState.TakeCommands"/>
    public List<PoolCommand> TakeCommands() => _pool.TakeCommands();

    /// <summary>The first workers are ordered.</summary>
    public void Open(TimeSpan now) => Decide(now);

    /// <inheritdoc cref="PoolState.ThrowUnlessOpen"/>
    public void ThrowUnlessOpen() => _pool.ThrowUnlessOpen();

    /// <summary>A new call, which was accepted while the pool was open. Its items follow by <see cref="Supply"/>.</summary>
    public JobState Submit(JobTerms terms)
    {
        var job = new JobState(_jobs++, terms);
        _pool.Jobs.Add(job);
        return job;
    }

    /// <summary>The next <paramref name="count"/> items of a job wait to be run; after its end they are ignored.</summary>
    public void Supply(JobState job, int count, TimeSpan now)
    {
        // A source may be one step behind a cancel. Once the end is announced, what it still hands in is nobody's.
        if (job.Ended)
            return;
        job.Pending.Append(count);
        if (job.Cancelled)
        {
            _pool.DropWaiting(job);
            return;
        }

        _pool.Enqueue(job);
        Decide(now);
    }

    /// <summary>
    /// The next item of a job cannot be run at all; it is settled by whoever refused it. False when the job has ended and wants no outcome.
    /// </summary>
    public bool Refuse(JobState job, TimeSpan now)
    {
        if (job.Ended)
            return false;
        job.Pending.Skip();
        job.Settle(1);
        _pool.EndIfComplete(job);
        Decide(now);
        return true;
    }

    /// <summary>The input of a job is complete.</summary>
    public void EndInput(JobState job, TimeSpan now)
    {
        job.InputEnded = true;
        _pool.EndIfComplete(job);
        Decide(now);
    }

    /// <summary>The reader of a job took <paramref name="count"/> outcomes; the window moves on.</summary>
    public static void Consume(JobState job, long count) => job.Consume(count);

    /// <summary>
    /// The index up to which the job's input may be read now. A closed pool lifts the windows: whoever joins it may be the one who should
    /// have read the results.
    /// </summary>
    public long ReadLimit(JobState job) => job.ReadLimit(_pool.Places, windowless: _pool.Phase == PoolPhase.Closed);

    /// <summary>Workers may soon be without items of this job.</summary>
    public bool WantsMore(JobState job) => job.WantsMore(_pool.Places);

    /// <summary>Nothing of this job waits, and there is a worker for it that does nothing, or could be one.</summary>
    public bool Starves(JobState job) => job.Pending.Count == 0 && _assigning.CouldBegin(job);

    /// <summary>There is a worker that does nothing, or could be one, and nothing that it could begin.</summary>
    public bool IsIdle => _assigning.HasIdle && !_pool.Jobs.Any(job => job.Queued && _assigning.CouldBegin(job));

    public void Ready(int worker, long generation, TimeSpan now)
    {
        if (_pool.Current(worker, generation) is not { Phase: WorkerPhase.Starting } w)
            return;
        w.BecomeReady(now);
        _pool.Starts.Started();
        Decide(now);
    }

    /// <summary>A worker never came up. A permanent failure (there is no host to start) faults the pool at once.</summary>
    public void StartFailed(int worker, long generation, bool permanent, TimeSpan now)
    {
        if (_pool.Current(worker, generation) is not { } w)
            return;
        var failed = _pool.Starts.Failed(w, permanent, now);
        _accounting.Died(w, running: null, finished: 0, now);
        Gone(w, failed, now);
    }

    public void Results(int worker, long generation, long sequence, int count, TimeSpan elapsed, TimeSpan now)
    {
        if (_pool.Current(worker, generation) is not { } w)
            return;
        if (!_accounting.Results(w, sequence, count, elapsed, now))
            Violation(w, $"results for {count} items from {sequence} that it does not owe");
        Decide(now);
    }

    public void Failed(int worker, long generation, long sequence, TimeSpan now, bool stopped = false)
    {
        if (_pool.Current(worker, generation) is not { } w)
            return;
        if (!_accounting.Failed(w, sequence, stopped, now))
            Violation(w, $"a failure of item {sequence} that it does not owe");
        Decide(now);
    }

    public void Returned(int worker, long generation, long sequence, int count, TimeSpan now)
    {
        if (_pool.Current(worker, generation) is not { } w)
            return;
        if (!_accounting.Returned(w, sequence, count, now))
            Violation(w, $"the return of {count} items from {sequence} that were not asked for");
        Decide(now);
    }

    /// <summary>The worker has reported all that it began, and begins nothing more.</summary>
    public void Leaving(int worker, long generation, TimeSpan now)
    {
        if (_pool.Current(worker, generation) is not { } w)
            return;
        if (!_accounting.Leaving(w))
            Violation(w, "it leaves before it has done anything, or a second time");
        Decide(now);
    }

    /// <summary>The worker broke the protocol; its death will follow.</summary>
    public void Violated(int worker, long generation, string what, TimeSpan now)
    {
        if (_pool.Current(worker, generation) is not { } w)
            return;
        Violation(w, what);
        Decide(now);
    }

    /// <summary>
    /// The process is gone and its pipe is read to the end. <paramref name="running"/>: the item it was in, if any.
    /// <paramref name="finished"/>: all items below this number had run to their end, reported or not.
    /// </summary>
    public void Died(int worker, long generation, long? running, TimeSpan now, long finished = 0)
    {
        if (_pool.Current(worker, generation) is not { } w)
            return;
        // User code ran in it, so it is not the start that fails.
        var ran = _accounting.Died(w, running, finished, now);
        if (ran)
            _pool.Starts.Forget();
        Gone(w, failed: !ran && _pool.Starts.Failed(w, permanent: false, now), now);
    }

    /// <inheritdoc cref="TimeLimits.Running"/>
    public void Running(int worker, long generation, long sequence, TimeSpan since, TimeSpan now)
    {
        if (_pool.Current(worker, generation) is { Phase: WorkerPhase.Ready } w)
            _limits.Running(w, sequence, since, now);
    }

    /// <inheritdoc cref="TimeLimits.InNoItem"/>
    public void InNoItem(int worker, long generation, long finished, TimeSpan now, bool isRunnable = false)
    {
        if (_pool.Current(worker, generation) is { Phase: WorkerPhase.Ready } w)
            _limits.InNoItem(w, finished, isRunnable, now);
    }

    public void Cancel(JobState job, TimeSpan grace, TimeSpan now)
    {
        _stopping.Cancel(job, grace, now);
        Decide(now);
    }

    /// <summary>Time passed: graces end, retries are due, work behind a slow item is shared, the idle may go.</summary>
    public void Tick(TimeSpan now)
    {
        _stopping.KillOverdue(now);
        _pool.RetryDue(now);
        Decide(now);
    }

    /// <summary>When <see cref="Tick"/> is due next; null when nothing waits for time.</summary>
    public TimeSpan? NextTick(TimeSpan now)
    {
        var next = Deadline.Earlier(_stopping.NextKill(), _assigning.NextLook(now));
        next = Deadline.Earlier(next, _pool.NextRetry is { } retry && retry < now ? now : _pool.NextRetry);
        return Deadline.Earlier(next, _staffing.NextLeave(now));
    }

    /// <summary>From now on there are so many places for workers; 0 is a pause.</summary>
    public void Resize(int places, TimeSpan now)
    {
        ThrowUnlessOpen();
        _staffing.Resize(places);
        Decide(now);
    }

    /// <summary>No more calls; what was accepted is finished.</summary>
    public void Close(TimeSpan now)
    {
        if (_pool.Phase == PoolPhase.Open)
            _pool.Phase = PoolPhase.Closed;
        _staffing.EndPause();
        Decide(now);
    }

    /// <summary>No more calls; what was accepted is cancelled.</summary>
    public void Terminate(TimeSpan now)
    {
        if (_pool.Phase is PoolPhase.Open or PoolPhase.Closed)
            _stopping.Terminate(now);
        Decide(now);
    }

    private void Decide(TimeSpan now)
    {
        _staffing.Arrange(now);
        if (!_pool.Faulted)
            _assigning.Fill(now);
        if (_staffing.Grow(now))
            _assigning.Fill(now);
        _staffing.Foresee(now);
        _stopping.WindDown(now);
        foreach (var worker in _pool.Workers)
            worker.NoteHolding(now);
    }

    private void Violation(WorkerState worker, string what) =>
        _stopping.Kill(worker, KillCause.Violation, $"it broke the protocol: {what}");

    private void Gone(WorkerState worker, bool failed, TimeSpan now)
    {
        worker.Phase = WorkerPhase.Gone;
        // One that was told to go says nothing of those that could not come.
        if (failed && _staffing.IsNeeded && _pool.Starts.CannotStart(now))
        {
            // Those that are up are not to pay for it: while there are such, it is tried again.
            if (_pool.Workers.Exists(w => w.IsProven(now)))
                _pool.Emit(new PoolCommand.Shortage());
            else
                _stopping.Fault();
        }

        Decide(now);
    }
}
