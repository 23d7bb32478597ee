namespace ProcQ.Pipelines;

/// <summary>
/// Lanes of one worker each; equal keys go to the same one. When their number changes, all items are done with before a key gets another lane: so its items
/// never overtake one another.
/// </summary>
/// <param name="crew">The lanes.</param>
/// <param name="hash">A number for the key of an item: equal keys have equal numbers.</param>
/// <param name="underWay">Items that were given to a lane and are not done with.</param>
internal sealed class LanesByKey<TIn, TOut>(LaneCrew<TIn, TOut> crew, Func<TIn, int> hash, Tally underWay)
    : Dispatch<TIn, TOut>(crew, underWay)
{
    // Held while an item is given, and while the number of lanes changes.
    private readonly SemaphoreSlim _giving = new(1);

    public override void Open(int workers)
    {
        for (var i = 0; i < workers; i++)
            Crew.Add(1);
    }

    public override async ValueTask<Ticket<TOut>> GiveAsync(Envelope<TIn> item, CancellationToken stop)
    {
        // The key is the user's code, and runs outside.
        var number = hash(item.Value);
        await _giving.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            var lanes = Crew.Lanes;
            // Never negative: an integer key goes where its remainder says, as with the dispatcher of jobq.
            var lane = (int)(((long)number % lanes.Length + lanes.Length) % lanes.Length);
            return Give(lanes[lane], item);
        }
        finally
        {
            _giving.Release();
        }
    }

    public override async Task ResizeAsync(int workers, CancellationToken ct)
    {
        await _giving.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            await UnderWay.NoneAsync().WaitAsync(ct).ConfigureAwait(false);
            while (Crew.Lanes.Length > workers)
                await Crew.RemoveAsync(Crew.Lanes[^1]).ConfigureAwait(false);
            while (Crew.Lanes.Length < workers)
                Crew.Start(Crew.Add(1));
        }
        finally
        {
            _giving.Release();
        }
    }
}
