using System.Threading.Channels;

namespace ProcQ.Pipelines;

/// <summary>Lanes of one worker each; an item goes to the first that is free.</summary>
internal sealed class FirstFreeLane<TIn, TOut>(LaneCrew<TIn, TOut> crew, Tally underWay) : Dispatch<TIn, TOut>(crew, underWay)
{
    private readonly Channel<StageLane<TIn, TOut>> _free = Channel.CreateUnbounded<StageLane<TIn, TOut>>();

    public override void Open(int workers)
    {
        for (var i = 0; i < workers; i++)
            Add();
    }

    public override async ValueTask<Ticket<TOut>> GiveAsync(Envelope<TIn> item, CancellationToken stop) =>
        Give(await _free.Reader.ReadAsync(stop).ConfigureAwait(false), item);

    public override async Task ResizeAsync(int workers, CancellationToken ct)
    {
        while (Crew.Lanes.Length < workers)
            Crew.Start(Add());
        // Who is busy finishes its item first.
        while (Crew.Lanes.Length > workers)
            await Crew.RemoveAsync(await _free.Reader.ReadAsync(ct).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private StageLane<TIn, TOut> Add()
    {
        var lane = Crew.Add(1);
        lane.Free = () => _free.Writer.TryWrite(lane);
        _free.Writer.TryWrite(lane);
        return lane;
    }
}
