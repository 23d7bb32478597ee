namespace ProcQ.Pipelines;

/// <summary>One result an item.</summary>
internal sealed record FunctionShape<TIn, TSeen, TUnseen, TOut>(
    StagePlan Plan,
    Func<TIn, int>? Hash,
    ResultForm<TSeen, TUnseen, TOut> Form
) : LaneShape<TIn, TSeen, TUnseen, TOut>(Plan, Hash, Form)
{
    protected override StageLane<TIn, TOut> NewLane<TSent, TWire>(
        WorkerPool pool,
        LaneTerms<TOut> terms,
        Travel<TIn, TSent, TWire, TOut> travel
    ) => new FunctionLane<TIn, TSent, TWire, TOut>(pool, terms, travel);

    protected override Dispatch<TIn, TOut> NewFreeDispatch(LaneCrew<TIn, TOut> crew, Tally underWay) =>
        new OneLane<TIn, TOut>(crew, underWay);
}
