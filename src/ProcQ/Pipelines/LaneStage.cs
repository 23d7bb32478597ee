using System.Threading.Channels;

namespace ProcQ.Pipelines;

/// <summary>
/// A stage with workers. One loop takes items from the entrance and gives them to lanes. Where order is kept, each item gets a ticket, and a second loop lets
/// the tickets pass on their results in turn; otherwise each lane passes on its own.
/// </summary>
internal sealed class LaneStage<TIn, TOut> : StageCore
{
    private readonly StagePlan _plan;
    private readonly Outlet<TOut> _outlet;
    private readonly LaneCrew<TIn, TOut> _crew;
    private readonly Dispatch<TIn, TOut> _dispatch;
    private readonly Channel<Ticket<TOut>>? _turns;
    private readonly Tally _underWay = new();

    // Held while the number of workers changes.
    private readonly SemaphoreSlim _resizing = new(1);
    private long _given;
    private int _workers;

    public LaneStage(StageShape<TIn, TOut> shape, PipelineRun run, Inbox<TOut> next)
        : base(shape.Plan.Handle, run)
    {
        _plan = shape.Plan;
        var carries = _plan.Carries(run.Options);
        Inbox = new Inbox<TIn>(_plan.Places, carries && shape.Hash is null);
        _outlet = new Outlet<TOut>(this, next, run.Stopping);
        var ordered = _plan.Options.Ordered ?? shape.Hash is not null;
        _turns = ordered ? Channel.CreateUnbounded<Ticket<TOut>>() : null;
        var terms = new LaneTerms<TOut>(_plan, ordered, _outlet, Done, run.Stopping)
        {
            MostBytes = _plan.MostBytes(run.Options),
            Limit = _plan.LimitOf(run.Options),
            TakesCarried = Inbox.Carries,
            LeavesCarried = carries && next.Carries,
        };
        _crew = new LaneCrew<TIn, TOut>(workers => NewLane(shape, terms, workers), run.TendAsync);
        _dispatch = shape.NewDispatch(_crew, _underWay);
        _workers = _plan.Options.Workers;
    }

    public Inbox<TIn> Inbox { get; }

    public override void Open() => _dispatch.Open(_plan.Options.Workers);

    public override async Task WorkAsync()
    {
        foreach (var lane in _crew.Lanes)
            _crew.Start(lane);
        var emitting = _turns is null ? Task.CompletedTask : Run.TendAsync(EmitAsync);
        await GiveAllAsync().ConfigureAwait(false);
        _turns?.Writer.TryComplete();
        await emitting.ConfigureAwait(false);
        await _underWay.NoneAsync().WaitAsync(Run.Stopping).ConfigureAwait(false);
        await _crew.FinishAsync().ConfigureAwait(false);
        _outlet.Complete();
    }

    public override Task EndAsync() => _crew.EndAsync();

    public override async Task ResizeAsync(int workers, CancellationToken ct)
    {
        await _resizing.WaitAsync(ct).ConfigureAwait(false);
        var before = _workers;
        try
        {
            SetWorkers(workers);
            await _dispatch.ResizeAsync(workers, ct).ConfigureAwait(false);
        }
        catch
        {
            SetWorkers(_dispatch.WorkersAfterFailure(before));
            throw;
        }
        finally
        {
            _resizing.Release();
        }
    }

    // A place for each worker beside those for who waits.
    private void SetWorkers(int workers) => Inbox.Widen(workers - Interlocked.Exchange(ref _workers, workers));

    protected override StageStats Complete(StageStats stats)
    {
        var (finished, doing) = _crew.Look();
        var waiting = Inbox.Waiting + Interlocked.Read(ref _given) - finished - doing;
        return stats with
        {
            In = finished + doing,
            Doing = doing,
            QueueSize = (int)Math.Max(0, waiting),
            QueueCapacity = _plan.Options.Capacity,
            Workers = Volatile.Read(ref _workers),
        };
    }

    private StageLane<TIn, TOut> NewLane(StageShape<TIn, TOut> shape, LaneTerms<TOut> terms, int workers)
    {
        var pool = _plan.NewPool(Run.Options, workers);
        try
        {
            return shape.NewLane(pool, terms);
        }
        catch
        {
            pool.Dispose();
            throw;
        }
    }

    private async Task GiveAllAsync()
    {
        await foreach (var item in Inbox.TakeAllAsync(Run.Stopping).ConfigureAwait(false))
        {
            Interlocked.Increment(ref _given);
            Ticket<TOut>? ticket = null;
            try
            {
                ticket = await _dispatch.GiveAsync(item, Run.Stopping).ConfigureAwait(false);
            }
            catch (Exception e) when (!Run.Stopping.IsCancellationRequested)
            {
                // The user's key function threw. The item was never given to a lane.
                Interlocked.Decrement(ref _given);
                await RefuseAsync(item.Index, e).ConfigureAwait(false);
            }

            if (ticket is not null)
                _turns?.Writer.TryWrite(ticket);
        }
    }

    private async Task RefuseAsync(long index, Exception error)
    {
        _underWay.Add();
        if (_turns is not null)
        {
            _turns.Writer.TryWrite(new FailedTicket<TOut>(index, error));
            return;
        }

        await _outlet.FailAsync(index, error).ConfigureAwait(false);
        Done();
    }

    private async Task EmitAsync()
    {
        await foreach (var ticket in _turns!.Reader.ReadAllAsync(Run.Stopping).ConfigureAwait(false))
        {
            await ticket.EmitAsync(_outlet).ConfigureAwait(false);
            Done();
        }
    }

    private void Done()
    {
        Inbox.Free();
        _underWay.Remove();
    }
}
