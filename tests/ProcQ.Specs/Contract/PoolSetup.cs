namespace ProcQ.Specs.Contract;

/// <summary>What both kinds of pool can be told.</summary>
public sealed record PoolSetup
{
    public int Workers { get; init; } = 1;

    public TimeSpan? TaskTimeout { get; init; }

    /// <summary>For items whose time is up and for cancelled ones alike.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(50);

    public int? MaxTasksPerWorker { get; init; }

    public Action? Initializer { get; init; }

    public Reporter? Reporter { get; init; }
}
