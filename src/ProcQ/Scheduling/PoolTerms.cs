namespace ProcQ.Scheduling;

/// <summary>What holds for the whole pool, fixed when it is made.</summary>
internal sealed record PoolTerms
{
    public required int Workers { get; init; }

    /// <summary>Processes kept ready beside the workers, to take the place of one that is lost.</summary>
    public int Spares { get; init; }

    /// <summary>How long the first spares wait before they start: not beside the first items, which people wait for.</summary>
    public TimeSpan SpareDelay { get; init; }

    /// <summary>How long every further spare waits: not beside the next item of whoever took the place of one that was lost, which people wait for, too.</summary>
    public TimeSpan NextSpareDelay { get; init; }

    /// <summary>Workers kept while there is nothing to do; the others start when they are needed. Null keeps all.</summary>
    public int? MinWorkers { get; init; }

    /// <summary>How long a worker beyond <see cref="MinWorkers"/> may be idle before it leaves.</summary>
    public TimeSpan IdleTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Items a process is given before another one takes its place.</summary>
    public long ItemsPerWorker { get; init; } = long.MaxValue;

    /// <summary>How long the pool waits, once terminated, for items that run.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Beyond its limit, for the results of an item that has run to come. What is on its way for longer than this went somewhere else.</summary>
    public TimeSpan ResultSlack { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Deaths in a row, before any work was done, that fault the pool.</summary>
    public int StartFailureLimit { get; init; } = 5;

    /// <summary>How long starts have to fail until the pool is faulted.</summary>
    public TimeSpan StartPatience { get; init; }

    /// <summary>The wait before the next start after so many failures in a row.</summary>
    public Func<int, TimeSpan> Backoff { get; init; } = _ => TimeSpan.Zero;

    /// <summary>Batches a worker holds at most: one it runs, one already in its pipe.</summary>
    public int LeasesPerWorker { get; init; } = 2;
}
