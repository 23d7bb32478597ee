namespace ProcQ.Pipelines;

/// <summary>Which lane of a stage gets an item, and how many lanes there are.</summary>
/// <param name="crew">The lanes.</param>
/// <param name="underWay">Items that were given to a lane and are not done with.</param>
internal abstract class Dispatch<TIn, TOut>(LaneCrew<TIn, TOut> crew, Tally underWay)
{
    protected LaneCrew<TIn, TOut> Crew => crew;

    protected Tally UnderWay => underWay;

    /// <summary>Makes the first lanes.</summary>
    public abstract void Open(int workers);

    /// <summary>Gives the item to a lane; waits for one where it must. Called by one loop.</summary>
    public abstract ValueTask<Ticket<TOut>> GiveAsync(Envelope<TIn> item, CancellationToken stop);

    /// <summary>From now on so many items run at once. Called once at a time.</summary>
    public abstract Task ResizeAsync(int workers, CancellationToken ct);

    /// <summary>How many workers there are, where not all changes came about: <paramref name="before"/> them, or some of them.</summary>
    public virtual int WorkersAfterFailure(int before) => Crew.Lanes.Length;

    protected Ticket<TOut> Give(StageLane<TIn, TOut> lane, Envelope<TIn> item)
    {
        UnderWay.Add();
        return lane.Give(item);
    }
}
