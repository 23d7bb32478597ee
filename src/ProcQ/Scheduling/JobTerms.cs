namespace ProcQ.Scheduling;

/// <summary>What a call asks of the pool, fixed when it is submitted.</summary>
internal sealed record JobTerms
{
    /// <summary>What the call is named in logs.</summary>
    public string Name { get; init; } = "";

    /// <summary>Items a batch; null adapts it to the time an item takes.</summary>
    public int? ChunkSize { get; init; }

    /// <summary>Run budget of one item, from its beginning; null is none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long an item may go on after its <see cref="Timeout"/>, when it is asked to stop, before it is killed.</summary>
    public TimeSpan TimeoutGrace { get; init; }

    /// <summary>Further attempts after a lost worker or a timeout.</summary>
    public int Retries { get; init; }

    /// <summary>The wait before the first further attempt at an item; it doubles with each one that follows.</summary>
    public TimeSpan RetryDelay { get; init; }

    /// <summary>Workers that may have items of this job at a time, at most.</summary>
    public int Parallelism { get; init; } = int.MaxValue;

    /// <summary>An item that may have run is never run again, not even when its result was lost with the worker.</summary>
    public bool AtMostOnce { get; init; }

    /// <summary>Higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>Items handed in and not yet consumed, at most.</summary>
    public long Window { get; init; } = long.MaxValue;

    /// <summary>How many items there will be, when that is known.</summary>
    public long? Total { get; init; }

    /// <summary>How many of these items, at least one, one message can hold; null when bytes do not matter.</summary>
    public Func<ItemRange, int>? Fitting { get; init; }

    /// <summary>What earlier calls of the same function taught about its speed.</summary>
    public Pace Pace { get; init; } = Pace.Unknown;
}
