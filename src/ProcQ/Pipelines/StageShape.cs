namespace ProcQ.Pipelines;

/// <summary>What distinguishes one stage with workers from another: one result an item or many, and which lane an item goes to.</summary>
/// <param name="Plan">What was asked for.</param>
/// <param name="Hash">A number for the key of an item, where equal keys go to the same worker; null where any will do.</param>
internal abstract record StageShape<TIn, TOut>(StagePlan Plan, Func<TIn, int>? Hash)
{
    public abstract StageLane<TIn, TOut> NewLane(WorkerPool pool, LaneTerms<TOut> terms);

    public Dispatch<TIn, TOut> NewDispatch(LaneCrew<TIn, TOut> crew, Tally underWay) =>
        Hash is null ? NewFreeDispatch(crew, underWay) : new LanesByKey<TIn, TOut>(crew, Hash, underWay);

    protected abstract Dispatch<TIn, TOut> NewFreeDispatch(LaneCrew<TIn, TOut> crew, Tally underWay);
}
