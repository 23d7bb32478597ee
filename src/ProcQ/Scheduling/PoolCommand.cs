namespace ProcQ.Scheduling;

/// <summary>What the core decided. The loops around it carry these out in order.</summary>
internal abstract record PoolCommand
{
    /// <summary>Start incarnation <paramref name="Generation"/> of a worker after <paramref name="Delay"/>, for <paramref name="Place"/>; -1 is a spare.</summary>
    internal sealed record Start(int Worker, long Generation, int Place, TimeSpan Delay) : PoolCommand
    {
        /// <summary>The delay is there because starts have failed.</summary>
        public bool BacksOff { get; init; }
    }

    /// <summary>A spare takes <paramref name="Place"/>.</summary>
    internal sealed record Promote(int Worker, long Generation, int Place) : PoolCommand;

    /// <summary>Hand items to a worker; the first one is number <paramref name="Sequence"/> of its session.</summary>
    internal sealed record Send(int Worker, long Generation, JobState Job, ItemRange Items, long Sequence) : PoolCommand;

    /// <summary>Ask a worker to give back what it has not begun, from <paramref name="Sequence"/> to the end of that batch.</summary>
    internal sealed record TakeBack(int Worker, long Generation, long Sequence) : PoolCommand;

    /// <summary>Ask the item that runs to stop, if it is one of the batch that holds <paramref name="Sequence"/>.</summary>
    internal sealed record Cancel(int Worker, long Generation, long Sequence) : PoolCommand;

    /// <summary>The time of an item is up: if it runs, it is asked to stop.</summary>
    internal sealed record TimeUp(int Worker, long Generation, long Sequence) : PoolCommand;

    /// <summary>Let a worker finish what it holds and leave.</summary>
    internal sealed record Stop(int Worker, long Generation) : PoolCommand;

    /// <summary>End a worker now.</summary>
    internal sealed record Kill(int Worker, long Generation, string Reason) : PoolCommand;

    /// <summary>The results at hand belong to these items.</summary>
    internal sealed record Deliver(JobState Job, ItemRange Items, int Worker) : PoolCommand;

    /// <summary>Items that end without a result of their own.</summary>
    internal sealed record Settle(JobState Job, ItemRange Items, OutcomeStatus Status, bool MayHaveExecuted, int Worker)
        : PoolCommand;

    /// <summary>An attempt that failed by the worker's fate; the item will run again.</summary>
    internal sealed record Retry(JobState Job, ItemRange Item, OutcomeStatus Status, int Worker) : PoolCommand;

    /// <summary>The last outcome of the job is out.</summary>
    internal sealed record EndJob(JobState Job) : PoolCommand;

    /// <summary>No worker can be started, for now: the others go on, and it is tried again.</summary>
    internal sealed record Shortage : PoolCommand;

    /// <summary>No worker can be started; everything that waits fails with the cause at hand.</summary>
    internal sealed record Fault : PoolCommand;

    /// <summary>Closed, nothing left to do, every worker gone.</summary>
    internal sealed record EndPool : PoolCommand;
}
