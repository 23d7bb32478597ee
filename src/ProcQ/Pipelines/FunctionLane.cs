using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ProcQ.Pipelines;

/// <summary>A lane whose items have one result each: one call over many items, which lasts as long as the lane.</summary>
/// <typeparam name="TIn">An item.</typeparam>
/// <typeparam name="TSent">As what it is sent.</typeparam>
/// <typeparam name="TWire">As what a result comes back.</typeparam>
/// <typeparam name="TOut">What is passed on.</typeparam>
internal sealed class FunctionLane<TIn, TSent, TWire, TOut> : StageLane<TIn, TOut>
{
    private readonly Channel<Envelope<TIn>> _items = Channel.CreateUnbounded<Envelope<TIn>>();

    // By the index in the call: written by the loop that reads the items, read by the one that passes results on.
    private readonly ConcurrentDictionary<long, long> _indexes = new();
    private readonly LaneTerms<TOut> _terms;
    private readonly Travel<TIn, TSent, TWire, TOut> _travel;
    private readonly IAsyncEnumerator<Outcome<TWire>> _outcomes;
    private readonly NextTicket _ticket;

    public FunctionLane(WorkerPool pool, LaneTerms<TOut> terms, Travel<TIn, TSent, TWire, TOut> travel)
        : base(pool)
    {
        (_terms, _travel, _ticket) = (terms, travel, new NextTicket(this));
        var options = new MapOptions
        {
            Name = terms.Plan.Handle.Name,
            Timeout = terms.Plan.Options.Timeout,
            Retries = terms.Plan.Options.Retries,
        };
        var call = pool.StreamOutcomes<TSent, TWire>(terms.Plan.Function, ReadAsync(), options, terms.Ordered, terms.Stop);
        _outcomes = call.GetAsyncEnumerator(terms.Stop);
    }

    public override (long Finished, long Doing) Look()
    {
        var stats = Pool.GetStats();
        return (stats.SettledItems, stats.Workers.Count(w => w.ItemIndex is not null));
    }

    public override Ticket<TOut> Give(Envelope<TIn> item)
    {
        _items.Writer.TryWrite(item);
        return _ticket;
    }

    public override void Complete() => _items.Writer.TryComplete();

    public override async Task WorkAsync()
    {
        if (_terms.Ordered)
            return;
        while (await PassNextAsync(_terms.Outlet).ConfigureAwait(false))
            _terms.Done();
    }

    public override async Task EndAsync()
    {
        await _outcomes.DisposeAsync().ConfigureAwait(false);
        await base.EndAsync().ConfigureAwait(false);
    }

    private async IAsyncEnumerable<TSent> ReadAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        var next = 0L;
        await foreach (var item in _items.Reader.ReadAllAsync(ct).ConfigureAwait(false))
        {
            _indexes[next++] = item.Index;
            yield return _travel.Send(item.Carried);
        }
    }

    private async Task<bool> PassNextAsync(ISink<TOut> outlet)
    {
        if (!await _outcomes.MoveNextAsync().ConfigureAwait(false))
            return false;
        var outcome = _outcomes.Current;
        _indexes.TryRemove(outcome.Index, out var index);
        if (outcome.Error is { } error)
            await outlet.FailAsync(index, error).ConfigureAwait(false);
        else
            await outlet.PassAsync(index, _travel.Unwrap(outcome.Result)).ConfigureAwait(false);
        return true;
    }

    /// <summary>The outcomes come in the order of the items: whoever's turn it is, his is the next.</summary>
    private sealed class NextTicket(FunctionLane<TIn, TSent, TWire, TOut> lane) : Ticket<TOut>
    {
        public override Task EmitAsync(ISink<TOut> outlet) => lane.PassNextAsync(outlet);
    }
}
