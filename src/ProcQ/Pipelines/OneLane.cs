namespace ProcQ.Pipelines;

/// <summary>A single lane, whose pool has all the workers and shares the items out among them.</summary>
internal sealed class OneLane<TIn, TOut>(LaneCrew<TIn, TOut> crew, Tally underWay) : Dispatch<TIn, TOut>(crew, underWay)
{
    public override void Open(int workers) => Crew.Add(workers);

    public override ValueTask<Ticket<TOut>> GiveAsync(Envelope<TIn> item, CancellationToken stop) =>
        ValueTask.FromResult(Give(Crew.Lanes[0], item));

    public override int WorkersAfterFailure(int before) => before;

    public override Task ResizeAsync(int workers, CancellationToken ct) => Crew.Lanes[0].Pool.ResizeAsync(workers, ct);
}
