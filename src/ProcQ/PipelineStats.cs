namespace ProcQ;

/// <summary>A pipeline at one moment. Immutable. As <c>stat</c> of jobq, without its hidden stage: every count is of one stage.</summary>
public sealed record PipelineStats
{
    /// <summary>The stages, in their order.</summary>
    public IReadOnlyList<StageStats> Stages { get; init; } = [];

    /// <summary>Items that stages have begun, over all of them.</summary>
    public long In => Stages.Sum(s => s.In);

    /// <summary>Results that stages have passed on, over all of them.</summary>
    public long Out => Stages.Sum(s => s.Out);

    /// <summary>Items that run now, over all of them.</summary>
    public long Doing => Stages.Sum(s => s.Doing);

    /// <summary>Items that failed, over all of them.</summary>
    public long Failed => Stages.Sum(s => s.Failed);
}
