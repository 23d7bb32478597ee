namespace ProcQ;

/// <summary>
/// Where the time of a pool's calls went, summed up since the pool was made. What workers and callers do at the same time is counted for each, so the parts add up
/// to more than what has passed. What is small is estimated: of items that come one by one every sixteenth is timed.
/// </summary>
public sealed record PoolInsights
{
    /// <summary>Items that have their outcome.</summary>
    public long Items { get; init; }

    /// <summary>In the sequences that callers handed over: how long it took until they gave their items.</summary>
    public TimeSpan Input { get; init; }

    /// <summary>Encoding arguments, in this process.</summary>
    public TimeSpan Encoding { get; init; }

    /// <summary>
    /// While workers had items in hand and ran none: arguments and results on their way, and processes waiting for a processor. The sum over all workers.
    /// </summary>
    public TimeSpan Transit { get; init; }

    /// <summary>Running items in the workers, with reading the argument and writing the result. The sum over all workers, by their own word.</summary>
    public TimeSpan Running { get; init; }

    /// <summary>Decoding results, in this process.</summary>
    public TimeSpan Decoding { get; init; }

    /// <summary>While there were results that nobody took: the sum over all calls.</summary>
    public TimeSpan Unread { get; init; }

    /// <summary>What could be done about it, in a sentence; null when nothing stands out, or too little has run yet.</summary>
    public string? Advice { get; init; }
}
