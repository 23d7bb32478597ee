namespace ProcQ.Scheduling;

/// <summary>Where a job stands: what waits, what is settled, and whether more may come.</summary>
internal sealed class JobState(long id, JobTerms terms)
{
    public long Id { get; } = id;

    public JobTerms Terms { get; } = terms;

    public PendingItems Pending { get; } = new();

    public BatchSizer Sizer { get; } = new(terms);

    public long Submitted => Pending.End;

    public long Settled { get; private set; }

    public long Consumed { get; private set; }

    /// <summary>No further items will be handed in.</summary>
    public bool InputEnded { get; set; }

    /// <summary>The job is wanted no longer: nothing of it begins any more.</summary>
    public bool Cancelled { get; set; }

    /// <summary>What its items end as once it is cancelled: Cancelled, or WorkerLost when the pool failed it.</summary>
    public OutcomeStatus GivenUpAs { get; set; } = OutcomeStatus.Cancelled;

    /// <summary>How long a running item of the cancelled job may go on; null never kills.</summary>
    public TimeSpan? KillGrace { get; set; }

    /// <summary>It stands in the queue of jobs with items to give out.</summary>
    public bool Queued { get; set; }

    /// <summary>Its end has been announced.</summary>
    public bool Ended { get; set; }

    public bool IsComplete => InputEnded && Settled == Submitted;

    /// <summary>Items still to be given out, as far as that is known: to the end of the input, and of the window as it stands.</summary>
    public long? Remaining
    {
        get
        {
            if (InputEnded)
                return Pending.Count;
            var room = WindowEnd == long.MaxValue ? long.MaxValue : WindowEnd - Given;
            var left = Terms.Total is { } total ? Math.Min(total - Given, room) : room;
            return left == long.MaxValue ? null : left;
        }
    }

    private long Given => Submitted - Pending.Count;

    private long WindowEnd => Terms.Window > long.MaxValue - Consumed ? long.MaxValue : Consumed + Terms.Window;

    /// <summary>When an item of the cancelled job that runs now has used up its grace; null when it may run on.</summary>
    public TimeSpan? KillAt(TimeSpan now) => KillGrace is { } grace && grace <= TimeSpan.MaxValue - now ? now + grace : null;

    /// <summary>Less waits than the workers would take next.</summary>
    public bool WantsMore(int places) => !InputEnded && Pending.Count < (long)Workers(places) * Sizer.Next(null, Workers(places));

    /// <summary>How many items the next batch should have.</summary>
    public int NextBatch(int places) => Sizer.Next(Remaining, Workers(places));

    public void Settle(int count) => Settled += count;

    public void Consume(long count) => Consumed += count;

    /// <summary>The index up to which the input may be read: enough to keep every worker busy, never past the window.</summary>
    public long ReadLimit(int places, bool windowless)
    {
        if (Cancelled || InputEnded)
            return Submitted;
        var ahead = Workers(places) * 2L * Sizer.Next(null, Workers(places));
        if (windowless)
            return Given + ahead;
        return Math.Min(Given + ahead, WindowEnd);
    }

    private int Workers(int places) => Math.Max(1, Math.Min(places, Terms.Parallelism));
}
