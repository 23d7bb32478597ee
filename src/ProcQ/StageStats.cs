namespace ProcQ;

/// <summary>A stage at one moment. Immutable.</summary>
public sealed record StageStats
{
    /// <summary>The stage.</summary>
    public required PipelineStage Stage { get; init; }

    /// <summary>Items its workers have begun.</summary>
    public long In { get; init; }

    /// <summary>Results it has passed on. An item may have many, or none.</summary>
    public long Out { get; init; }

    /// <summary>Items its workers are running.</summary>
    public long Doing { get; init; }

    /// <summary>Items that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Results that were <see cref="Emit.None"/>.</summary>
    public long Dropped { get; init; }

    /// <summary>Items that wait in front of it.</summary>
    public int QueueSize { get; init; }

    /// <summary>How many may.</summary>
    public int QueueCapacity { get; init; }

    /// <summary>Its workers; 0 for a rate limit.</summary>
    public int Workers { get; init; }
}
