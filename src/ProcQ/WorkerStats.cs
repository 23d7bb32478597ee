namespace ProcQ;

/// <summary>A worker at one moment. Immutable.</summary>
public sealed record WorkerStats
{
    /// <summary>The worker's number in its pool, from 0. It outlives the process.</summary>
    public int WorkerId { get; init; }

    /// <summary>Its process id; 0 while it has none.</summary>
    public int ProcessId { get; init; }

    /// <summary>What it is doing.</summary>
    public WorkerActivity Activity { get; init; }

    /// <summary>Items this process has finished.</summary>
    public long Done { get; init; }

    /// <summary>How often the process was replaced.</summary>
    public long Restarts { get; init; }
}
