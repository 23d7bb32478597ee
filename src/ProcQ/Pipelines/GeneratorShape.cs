namespace ProcQ.Pipelines;

/// <summary>Many results an item.</summary>
internal sealed record GeneratorShape<TIn, TWire, TOut>(
    StagePlan Plan,
    Func<TIn, int>? Hash,
    GeneratorForm<TIn, TWire, TOut> Form
) : StageShape<TIn, TOut>(Plan, Hash)
{
    public override StageLane<TIn, TOut> NewLane(WorkerPool pool, LaneTerms<TOut> terms) =>
        new GeneratorLane<TIn, TWire, TOut>(pool, terms, Form);

    protected override Dispatch<TIn, TOut> NewFreeDispatch(LaneCrew<TIn, TOut> crew, Tally underWay) =>
        new FirstFreeLane<TIn, TWire, TOut>(crew, underWay);
}
