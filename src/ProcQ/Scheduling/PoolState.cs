namespace ProcQ.Scheduling;

/// <summary>What the parts of the core share: workers, jobs with items to give out, and the commands of the event at hand.</summary>
internal sealed class PoolState(PoolTerms terms)
{
    // Two by turns: what was taken is read while more is decided.
    private List<PoolCommand> _commands = [];
    private List<PoolCommand> _taken = [];
    private readonly Postponed _postponed = new();
    private readonly PriorityQueue<JobState, (long Priority, long Ticket)> _queue = new();
    private long _tickets;
    private long _settledOfEnded;

    public PoolTerms Terms { get; } = terms;

    public PoolPhase Phase { get; set; } = PoolPhase.Open;

    public bool Faulted { get; set; }

    /// <summary>How many places there are, filled or not.</summary>
    public int Places { get; set; } = terms.Workers;

    public List<WorkerState> Workers { get; } = [];

    public HashSet<JobState> Jobs { get; } = [];

    /// <summary>How starting workers has gone.</summary>
    public StartRecord Starts { get; } = new(terms);

    /// <summary>When a terminated pool kills whoever is left.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>Items that have had their outcome, of all jobs ever.</summary>
    public long Settled => _settledOfEnded + Jobs.Sum(j => j.Settled);

    public void Emit(PoolCommand command) => _commands.Add(command);

    /// <summary>The commands since the last call, in order. The list is good until the next call.</summary>
    public List<PoolCommand> TakeCommands()
    {
        (_taken, _commands) = (_commands, _taken);
        _commands.Clear();
        return _taken;
    }

    /// <summary>Throws when no new call can be taken in.</summary>
    public void ThrowUnlessOpen()
    {
        if (Phase != PoolPhase.Open || Faulted)
            throw new InvalidOperationException(
                "The pool is closed: it takes no more calls. Make the call before Close or Terminate, or make another pool."
            );
    }

    /// <summary>The worker, unless the event came from an earlier incarnation or one that is already gone.</summary>
    public WorkerState? Current(int worker, long generation) =>
        worker >= 0
        && worker < Workers.Count
        && Workers[worker] is { } w
        && w.Generation == generation
        && w.Phase != WorkerPhase.Gone
            ? w
            : null;

    /// <summary>The job stands in line for workers as long as it has items waiting; equal priorities take turns.</summary>
    public void Enqueue(JobState job)
    {
        if (job.Queued || job.Pending.Count == 0)
            return;
        job.Queued = true;
        _queue.Enqueue(job, (-(long)job.Terms.Priority, _tickets++));
    }

    public JobState? Dequeue()
    {
        while (_queue.TryDequeue(out var job, out _))
        {
            job.Queued = false;
            if (job.Pending.Count > 0)
                return job;
        }

        return null;
    }

    /// <summary>How many workers have items of the job in hand.</summary>
    public int WorkersOf(JobState job)
    {
        var count = 0;
        foreach (var worker in Workers)
            count += worker.Holds(job) ? 1 : 0;
        return count;
    }

    /// <summary>Items that wait for the time of their next attempt.</summary>
    public int PostponedItems => _postponed.Count;

    /// <summary>When the next item that waits for another attempt may run.</summary>
    public TimeSpan? NextRetry => _postponed.Next;

    /// <summary>An attempt at an item failed, and there will be another one.</summary>
    public void Retry(JobState job, ItemRange item, TimeSpan now)
    {
        if (job.Terms.RetryDelay > TimeSpan.Zero)
            _postponed.Add(job, item.Again, now);
        else
            RetryNow(job, item.Again);
    }

    /// <summary>Items that have waited long enough stand in line again.</summary>
    public void RetryDue(TimeSpan now)
    {
        foreach (var (job, item) in _postponed.TakeDue(now))
            RetryNow(job, item);
    }

    public void Settle(JobState job, ItemRange items, OutcomeStatus status, bool mayHaveExecuted, int worker)
    {
        if (items.Count == 0)
            return;
        job.Settle(items.Count);
        Emit(new PoolCommand.Settle(job, items, status, mayHaveExecuted, worker));
        EndIfComplete(job);
    }

    /// <summary>Nothing of the job is given out any more, and what waits ends as <paramref name="status"/>.</summary>
    public void GiveUp(JobState job, OutcomeStatus status)
    {
        if (job.Cancelled)
            return;
        job.Cancelled = true;
        job.InputEnded = true;
        job.GivenUpAs = status;
        DropWaiting(job);
        EndIfComplete(job);
    }

    /// <summary>What waits of a job that was given up ends without having run.</summary>
    public void DropWaiting(JobState job)
    {
        foreach (var (_, item) in _postponed.TakeAll(job))
            Settle(job, item, job.GivenUpAs, item.MayHaveExecuted, worker: -1);
        foreach (var items in job.Pending.TakeAll())
            Settle(job, items, job.GivenUpAs, items.MayHaveExecuted, worker: -1);
    }

    public void EndIfComplete(JobState job)
    {
        if (!job.IsComplete || job.Ended)
            return;
        job.Ended = true;
        Jobs.Remove(job);
        _settledOfEnded += job.Settled;
        Emit(new PoolCommand.EndJob(job));
    }

    private void RetryNow(JobState job, ItemRange item)
    {
        job.Pending.Retry(item);
        Enqueue(job);
    }
}
