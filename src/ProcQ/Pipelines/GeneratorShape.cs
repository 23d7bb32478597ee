namespace ProcQ.Pipelines;

/// <summary>Many results an item.</summary>
internal sealed record GeneratorShape<TIn, TSeen, TUnseen, TOut>(
    StagePlan Plan,
    Func<TIn, int>? Hash,
    GeneratorForm Generator,
    ResultForm<TSeen, TUnseen, TOut> Form
) : LaneShape<TIn, TSeen, TUnseen, TOut>(Plan, Hash, Form)
{
    protected override StageLane<TIn, TOut> NewLane<TSent, TWire>(
        WorkerPool pool,
        LaneTerms<TOut> terms,
        Travel<TIn, TSent, TWire, TOut> travel
    ) => new GeneratorLane<TIn, TSent, TWire, TOut>(pool, terms, Generator, travel);

    protected override Dispatch<TIn, TOut> NewFreeDispatch(LaneCrew<TIn, TOut> crew, Tally underWay) =>
        new FirstFreeLane<TIn, TOut>(crew, underWay);
}
