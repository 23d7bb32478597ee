namespace ProcQ;

/// <summary>A pool at one moment. Immutable.</summary>
public sealed record PoolStats
{
    /// <summary>The workers, by id.</summary>
    public IReadOnlyList<WorkerStats> Workers { get; init; } = [];

    /// <summary>Processes that are ready to take the place of a worker.</summary>
    public int SpareWorkers { get; init; }

    /// <summary>Calls that have not ended.</summary>
    public int OpenCalls { get; init; }

    /// <summary>Items that wait for a worker.</summary>
    public long QueuedItems { get; init; }

    /// <summary>Items in the hands of workers: running, or next in their pipe.</summary>
    public long AssignedItems { get; init; }

    /// <summary>Items that have had their outcome since the pool was made.</summary>
    public long SettledItems { get; init; }

    /// <summary>Where the time of its calls went.</summary>
    public PoolInsights Insights { get; init; } = new();
}
