namespace ProcQ;

/// <summary>A worker at one moment. Immutable.</summary>
public sealed record WorkerStats
{
    /// <summary>The worker's number in its pool, from 0. It outlives the process.</summary>
    public int WorkerId { get; init; }

    /// <summary>Its process id; 0 while it has none. Where workers are threads: that of this process.</summary>
    public int ProcessId { get; init; }

    /// <summary>What it is doing.</summary>
    public WorkerActivity Activity { get; init; }

    /// <summary>Items this process has finished.</summary>
    public long Done { get; init; }

    /// <summary>How long it had items in hand, whether it ran one or waited for it. Those it has replaced are counted with it.</summary>
    public TimeSpan BusyTime { get; init; }

    /// <summary>How long it ran items, with reading arguments and writing results; <see cref="BusyTime"/> less this is waiting for the pipe or a processor.</summary>
    public TimeSpan RunTime { get; init; }

    /// <summary>How often another process has taken this place: after a loss, a recycling, or idleness.</summary>
    public long Restarts { get; init; }

    /// <summary>Where in its work it is, by its own note; <see cref="WorkPhase.Unknown"/> when there is no process.</summary>
    public WorkPhase Phase { get; init; }

    /// <summary>What the operating system says of its process, or whether its thread waits, when the statistics were asked for.</summary>
    public WorkerCondition Condition { get; init; }

    /// <summary>
    /// How long it is known that the worker cannot go on with the items it holds: its process is stopped, or has not begun for seconds what it was sent and does
    /// nothing else. Null when it can. Looked at about once a second; <see cref="Reporter.Unresponsive"/> and the log tell of it as well.
    /// </summary>
    public TimeSpan? UnresponsiveFor { get; init; }

    /// <summary>The name of the call whose item it runs (<see cref="MapOptions.Name"/>, or that of the function); null when it runs none.</summary>
    public string? Call { get; init; }

    /// <summary>The item it runs, by its index in its call; null when it runs none.</summary>
    public long? ItemIndex { get; init; }

    /// <summary>Which attempt at the item it is, from 1; null when it runs none.</summary>
    public int? Attempt { get; init; }

    /// <summary>How long it has been running that item, at most: from when it was seen to begin, or else from its last news before it; null when it runs none.</summary>
    public TimeSpan? RunningFor { get; init; }

    /// <summary>How far that item is, from 0 to 1, by its last <see cref="WorkerContext.Report"/>; null when it has not said.</summary>
    public double? Fraction { get; init; }

    /// <summary>What the item last said about it; null for nothing.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// Bytes of its process in physical memory, as the system counted them when the statistics were asked for; 0 when there is no process, or when workers
    /// are threads, which have no memory of their own.
    /// </summary>
    public long MemoryBytes { get; init; }
}
