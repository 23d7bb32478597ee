namespace ProcQ.Pipelines;

/// <summary>One result an item.</summary>
internal sealed record FunctionShape<TIn, TWire, TOut>(StagePlan Plan, Func<TIn, int>? Hash, Func<TWire, Emit<TOut>> Unwrap)
    : StageShape<TIn, TOut>(Plan, Hash)
{
    public override StageLane<TIn, TOut> NewLane(WorkerPool pool, LaneTerms<TOut> terms) =>
        new FunctionLane<TIn, TWire, TOut>(pool, terms, Unwrap);

    protected override Dispatch<TIn, TOut> NewFreeDispatch(LaneCrew<TIn, TOut> crew, Tally underWay) =>
        new OneLane<TIn, TOut>(crew, underWay);
}
