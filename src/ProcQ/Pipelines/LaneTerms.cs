namespace ProcQ.Pipelines;

/// <summary>What a lane needs of its stage.</summary>
/// <param name="Plan">What the stage was asked to be.</param>
/// <param name="Ordered">The results are passed on by tickets; otherwise by the lane, as they come.</param>
/// <param name="Outlet">Where they leave the stage.</param>
/// <param name="Done">An item is done with; called by the lane where there are no tickets.</param>
/// <param name="Stop">The pipeline is stopped.</param>
internal sealed record LaneTerms<TOut>(StagePlan Plan, bool Ordered, Outlet<TOut> Outlet, Action Done, CancellationToken Stop)
{
    /// <inheritdoc cref="StagePlan.MostBytes"/>
    public int MostBytes { get; init; }

    /// <inheritdoc cref="StagePlan.LimitOf"/>
    public TimeSpan? Limit { get; init; }

    /// <summary>Items come as whatever they are carried in; otherwise as values.</summary>
    public bool TakesCarried { get; init; }

    /// <summary>Nobody looks at the results: they stay the bytes that they are.</summary>
    public bool LeavesCarried { get; init; }
}
