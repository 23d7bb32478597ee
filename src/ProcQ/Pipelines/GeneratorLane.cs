using System.Threading.Channels;
using ProcQ.Functions;

namespace ProcQ.Pipelines;

/// <summary>A lane of one worker whose items have many results each: they are asked for some at a time, as they are passed on.</summary>
internal sealed class GeneratorLane<TIn, TSent, TWire, TOut> : StageLane<TIn, TOut>
{
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly Channel<(Envelope<TIn> Item, GeneratorTicket<TOut> Ticket)> _items = Channel.CreateUnbounded<(
        Envelope<TIn>,
        GeneratorTicket<TOut>
    )>();
    private readonly LaneTerms<TOut> _terms;
    private readonly Travel<TIn, TSent, TWire, TOut> _travel;
    private readonly Delegate _begin;
    private readonly Delegate _goOn;
    private long _finished;
    private int _doing;

    public GeneratorLane(WorkerPool pool, LaneTerms<TOut> terms, GeneratorForm generator, Travel<TIn, TSent, TWire, TOut> travel)
        : base(pool)
    {
        (_terms, _travel) = (terms, travel);
        var travels = terms.Plan.Options.Kind == StageKind.Process;
        (_begin, _goOn) = (generator.Opening(_id, terms.MostBytes), generator.Advancing(_id));
        // What cannot travel is to be known before anything runs, as it is with a lane of functions.
        if (travels)
            FunctionEncoder.Define(_begin);
    }

    public override (long Finished, long Doing) Look() => (Interlocked.Read(ref _finished), Volatile.Read(ref _doing));

    public override Ticket<TOut> Give(Envelope<TIn> item)
    {
        var ticket = new GeneratorTicket<TOut>(_terms.Stop);
        _items.Writer.TryWrite((item, ticket));
        return ticket;
    }

    public override void Complete() => _items.Writer.TryComplete();

    public override async Task WorkAsync()
    {
        await foreach (var (item, ticket) in _items.Reader.ReadAllAsync(_terms.Stop).ConfigureAwait(false))
        {
            Volatile.Write(ref _doing, 1);
            await RunAsync(item, _terms.Ordered ? ticket : _terms.Outlet).ConfigureAwait(false);
            Interlocked.Increment(ref _finished);
            Volatile.Write(ref _doing, 0);
            ticket.Complete();
            Free?.Invoke();
            if (!_terms.Ordered)
                _terms.Done();
        }
    }

    public override async Task EndAsync()
    {
        await base.EndAsync().ConfigureAwait(false);
        // Of a lane of threads: what runs in processes ended with them.
        await OpenGenerators.CloseAsync(_id).ConfigureAwait(false);
    }

    private async Task RunAsync(Envelope<TIn> item, ISink<TOut> sink)
    {
        var budget = new Budget(_terms.Limit);
        var begun = false;
        while (true)
        {
            GeneratorChunk<TWire> chunk;
            try
            {
                chunk = await AskAsync(item.Carried, begun, budget).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Whatever it is, it is the fate of this item; what came before it has been passed on.
                await sink.FailAsync(item.Index, e).ConfigureAwait(false);
                return;
            }

            if (chunk.Lost)
            {
                await sink.FailAsync(item.Index, LostBetween(item.Index)).ConfigureAwait(false);
                return;
            }

            begun = true;
            foreach (var element in chunk.Elements)
                await sink.PassAsync(item.Index, _travel.Unwrap(element)).ConfigureAwait(false);
            if (!chunk.More)
                return;
        }
    }

    private static WorkerLostException LostBetween(long index) =>
        new(
            "The worker process that ran this generator ended between two of its results; what it had passed on was kept, the rest is lost."
        )
        {
            Index = index,
            MayHaveExecuted = true,
        };

    private async Task<GeneratorChunk<TWire>> AskAsync(Carried<TIn> item, bool begun, Budget budget)
    {
        var options = new TaskOptions
        {
            Name = _terms.Plan.Handle.Name,
            // None is said, or that of its pool would hold.
            Timeout = budget.Left ?? System.Threading.Timeout.InfiniteTimeSpan,
            Retries = begun ? 0 : _terms.Plan.Options.Retries,
        };
        var asked = begun
            ? Pool.AskAsync<GeneratorChunk<TWire>>(_goOn, options, _terms.Stop)
            : Pool.AskAsync<TSent, GeneratorChunk<TWire>>(_begin, _travel.Send(item), options, _terms.Stop);
        var chunk = await asked.ConfigureAwait(false);
        budget.Spend(chunk.Spent);
        return chunk;
    }
}
