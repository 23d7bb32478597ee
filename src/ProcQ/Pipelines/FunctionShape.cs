namespace ProcQ.Pipelines;

/// <summary>One result an item.</summary>
internal sealed record FunctionShape<TIn, TSeen, TUnseen, TOut>(
    StagePlan Plan,
    Func<TIn, int>? Hash,
    ResultForm<TSeen, TUnseen, TOut> Form
) : StageShape<TIn, TOut>(Plan, Hash)
{
    public override StageLane<TIn, TOut> NewLane(WorkerPool pool, LaneTerms<TOut> terms) =>
        terms.LeavesCarried ? NewLane(pool, terms, Form.Unseen) : NewLane(pool, terms, Form.Seen);

    protected override Dispatch<TIn, TOut> NewFreeDispatch(LaneCrew<TIn, TOut> crew, Tally underWay) =>
        new OneLane<TIn, TOut>(crew, underWay);

    private static StageLane<TIn, TOut> NewLane<TWire>(
        WorkerPool pool,
        LaneTerms<TOut> terms,
        Func<TWire, Emit<Carried<TOut>>> unwrap
    )
    {
        if (terms.TakesCarried)
            return new FunctionLane<TIn, Carried<TIn>, TWire, TOut>(pool, terms, new(static item => item, unwrap));
        return new FunctionLane<TIn, TIn, TWire, TOut>(pool, terms, new(static item => item.Value, unwrap));
    }
}
