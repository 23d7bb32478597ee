namespace ProcQ;

/// <summary>A <see cref="RequestQueue"/> at one moment. Immutable.</summary>
public sealed record RequestQueueStats
{
    /// <summary>Requests that were put since the queue was made: the sum of the three below.</summary>
    public long Put { get; init; }

    /// <summary>Those of them that wait for a worker or run; never more than <see cref="RequestQueue.Capacity"/>.</summary>
    public long Pending { get; init; }

    /// <summary>Those that have ended and wait for a poll.</summary>
    public long Ready { get; init; }

    /// <summary>Those whose callback has been called.</summary>
    public long Delivered { get; init; }

    /// <summary>Those of the delivered that failed.</summary>
    public long Failed { get; init; }
}
