namespace ProcQ.Pipelines;

/// <summary>Many results an item.</summary>
internal sealed record GeneratorShape<TIn, TSeen, TUnseen, TOut>(
    StagePlan Plan,
    Func<TIn, int>? Hash,
    GeneratorForm Generator,
    ResultForm<TSeen, TUnseen, TOut> Form
) : StageShape<TIn, TOut>(Plan, Hash)
{
    public override StageLane<TIn, TOut> NewLane(WorkerPool pool, LaneTerms<TOut> terms) =>
        terms.LeavesCarried ? NewLane(pool, terms, Form.Unseen) : NewLane(pool, terms, Form.Seen);

    protected override Dispatch<TIn, TOut> NewFreeDispatch(LaneCrew<TIn, TOut> crew, Tally underWay) =>
        new FirstFreeLane<TIn, TOut>(crew, underWay);

    private StageLane<TIn, TOut> NewLane<TWire>(WorkerPool pool, LaneTerms<TOut> terms, Func<TWire, Emit<Carried<TOut>>> unwrap)
    {
        if (terms.TakesCarried)
            return new GeneratorLane<TIn, Carried<TIn>, TWire, TOut>(pool, terms, Generator, new(static item => item, unwrap));
        return new GeneratorLane<TIn, TIn, TWire, TOut>(pool, terms, Generator, new(static item => item.Value, unwrap));
    }
}
