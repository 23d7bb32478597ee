using ProcQ.Calls;

namespace ProcQ.Pipelines;

/// <summary>A stage with workers: in what form its items go there and its results come back is chosen here, by who looks at them.</summary>
internal abstract record LaneShape<TIn, TSeen, TUnseen, TOut>(
    StagePlan Plan,
    Func<TIn, int>? Hash,
    ResultForm<TSeen, TUnseen, TOut> Form
) : StageShape<TIn, TOut>(Plan, Hash)
{
    public override StageLane<TIn, TOut> NewLane(WorkerPool pool, LaneTerms<TOut> terms)
    {
        if (!terms.LeavesCarried)
            return NewLane(pool, terms, Form.Seen);
        // Otherwise it would be said of what carries them.
        Untransferable.ThrowUnlessTransferable(typeof(TOut), "result");
        return NewLane(pool, terms, Form.Unseen);
    }

    protected abstract StageLane<TIn, TOut> NewLane<TSent, TWire>(
        WorkerPool pool,
        LaneTerms<TOut> terms,
        Travel<TIn, TSent, TWire, TOut> travel
    );

    private StageLane<TIn, TOut> NewLane<TWire>(WorkerPool pool, LaneTerms<TOut> terms, Func<TWire, Emit<Carried<TOut>>> unwrap)
    {
        if (!terms.TakesCarried)
            return NewLane(pool, terms, new Travel<TIn, TIn, TWire, TOut>(static item => item.Value, unwrap));
        Untransferable.ThrowUnlessTransferable(typeof(TIn), "argument");
        return NewLane(pool, terms, new Travel<TIn, Carried<TIn>, TWire, TOut>(static item => item, unwrap));
    }
}
