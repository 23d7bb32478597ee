namespace ProcQ.Scheduling;

/// <summary>What holds for the whole pool, fixed when it is made.</summary>
internal sealed record PoolTerms
{
    public required int Workers { get; init; }

    /// <summary>How long the pool waits, once terminated, for items that run.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Deaths in a row, before any work was done, that fault the pool.</summary>
    public int StartFailureLimit { get; init; } = 5;

    /// <summary>The wait before the next start after so many failures in a row.</summary>
    public Func<int, TimeSpan> Backoff { get; init; } = _ => TimeSpan.Zero;

    /// <summary>Batches a worker holds at most: one it runs, one already in its pipe.</summary>
    public int LeasesPerWorker { get; init; } = 2;
}
