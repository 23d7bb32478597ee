namespace ProcQ.Pipelines;

/// <summary>Lets items through at a rate: each is held for as long as its permits take.</summary>
internal sealed class RateStage<T> : StageCore
{
    private readonly RateTerms<T> _terms;
    private readonly Outlet<T> _outlet;
    private long _in;
    private int _doing;

    public RateStage(PipelineStage handle, RateTerms<T> terms, PipelineRun run, Inbox<T> next)
        : base(handle, run)
    {
        (_terms, _outlet) = (terms, new Outlet<T>(this, next, run.Stopping));
        Inbox = new Inbox<T>(StageOptions.Default.Capacity, carries: terms.Permits is null && next.Carries);
    }

    public Inbox<T> Inbox { get; }

    public override void Open() { }

    public override async Task WorkAsync()
    {
        var pace = new RatePace(Run.Options.TimeProvider);
        await foreach (var item in Inbox.TakeAllAsync(Run.Stopping).ConfigureAwait(false))
        {
            Interlocked.Increment(ref _in);
            Volatile.Write(ref _doing, 1);
            if (await HoldAsync(pace, item).ConfigureAwait(false))
                await _outlet.PassAsync(item.Index, item.Carried).ConfigureAwait(false);
            Volatile.Write(ref _doing, 0);
            Inbox.Free();
        }

        _outlet.Complete();
    }

    public override Task EndAsync() => Task.CompletedTask;

    public override Task ResizeAsync(int workers, CancellationToken ct) =>
        throw new InvalidOperationException(
            $"Stage {Handle.Index} is a rate limit and has no workers: give its rate by a function to change it."
        );

    protected override StageStats Complete(StageStats stats) =>
        stats with
        {
            In = Interlocked.Read(ref _in),
            Doing = Volatile.Read(ref _doing),
            QueueSize = Inbox.Waiting,
            QueueCapacity = StageOptions.Default.Capacity,
        };

    /// <summary>Waits for the item's turn; false when it failed.</summary>
    private async ValueTask<bool> HoldAsync(RatePace pace, Envelope<T> item)
    {
        try
        {
            var permits = _terms.Permits is { } cost ? cost(item.Value) : 1;
            await pace.HoldAsync(permits, _terms.PerSecond, Run.Stopping).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (!Run.Stopping.IsCancellationRequested)
        {
            // The rate and the permits are the user's code.
            await _outlet.FailAsync(item.Index, e).ConfigureAwait(false);
            return false;
        }
    }
}
