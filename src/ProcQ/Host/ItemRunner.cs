using System.Diagnostics;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Runs batches, one item after the other, on the thread that calls <see cref="Run"/>.</summary>
internal sealed class ItemRunner
{
    // Of nothing else is a batch that its items may be run together.
    private const RunOptions OneByOne = RunOptions.AnnounceBegin | RunOptions.Durations | RunOptions.FlushEach;

    private readonly BatchInbox _inbox;
    private readonly FunctionTable _functions;
    private readonly ResultOutlet _outlet;
    private readonly ProgressPage _page;
    private readonly WorkerContext _context;
    private readonly Ticker _ticker;
    private readonly RunnerTrack _track;
    private readonly RunnerGate _gate;
    private readonly RunnerService _service;
    private bool _timed;

    public ItemRunner(
        BatchInbox inbox,
        FunctionTable functions,
        ResultOutlet outlet,
        ProgressPage page,
        WorkerContext context,
        Ticker ticker
    )
    {
        (_inbox, _functions, _outlet, _page, _context, _ticker) = (inbox, functions, outlet, page, context, ticker);
        _track = new RunnerTrack(page, context);
        _gate = _track.Gate;
        _service = new RunnerService(inbox, outlet, _track, ticker);
    }

    /// <summary>The memory its process may use; null for no limit.</summary>
    public MemoryLimit? Memory { private get; init; }

    /// <summary>
    /// What the function put elsewhere is settled by this before its result leaves; null where that does not end with the worker.
    /// </summary>
    public Action? SideTraffic
    {
        init => _service.SideTraffic = value;
    }

    /// <summary>What must happen before an error is told; null where that is nothing.</summary>
    public Action? MakeRoom { private get; init; }

    /// <summary>
    /// It runs on one of many threads, and that may be given up while it runs an item, and goes on for all that. Whether that is so is then looked at before
    /// each item, which costs it some nanoseconds.
    /// </summary>
    public bool MayBeAbandoned
    {
        private get;
        init
        {
            field = value;
            _gate.HasNeighbours = value;
        }
    }

    /// <summary>Runs what arrives until the inbox is stopped and empty.</summary>
    public void Run()
    {
        _ticker.Add(_service.Tick);
        try
        {
            while (!_track.IsAbandoned && NextBatch() is { } batch)
            {
                _ticker.Wake();
                RunBatch(batch);
            }
        }
        finally
        {
            _ticker.Remove(_service.Tick);
        }
    }

    /// <summary>
    /// Begins no item any more, and sends what is kept unless the runner is just adding to it. When this returns the page names what was begun last. Called
    /// by whoever gives the worker up.
    /// </summary>
    public void Abandon()
    {
        _track.IsAbandoned = true;
        _ticker.Remove(_service.Tick);
        // Either the runner sees this before it runs what it has written on its page, or what it runs is seen there by whoever called this.
        Interlocked.MemoryBarrier();
        var spin = new SpinWait();
        while (!_service.TryServe() && !spin.NextSpinWillYield)
            spin.SpinOnce();
    }

    /// <inheritdoc cref="RunnerService.TakeBack"/>
    public void TakeBack(long item) => _service.TakeBack(item);

    private Batch? NextBatch()
    {
        _gate.LeaveFenced();
        if (_track.IsAsked)
            _service.TryServe();
        var batch = _inbox.Take();
        _gate.Return();
        return batch;
    }

    private void RunBatch(Batch batch)
    {
        var header = batch.Header;
        _context.Begin(batch.Cancellation, header.Attempt);
        // Of many small items none pays for a look at the clock: whoever watches them notes when it first sees one.
        _timed = header.Count == 1 && (header.Options & RunOptions.TimeLimit) != RunOptions.None;
        if (!_timed)
            _page.ForgetTime();
        // Rebuilding a function runs code of the user's as well; if that is the end of the process, it is the end of this item.
        _page.Begin(batch.Sequence, _timed, ItemStep.Definition);
        var invocation = batch.Invocation ?? _functions.Find(header.Function);
        var arguments = new ArgumentCursor(batch.Arguments, header.Count);
        var together = invocation.IsOfPrimitives && MayRunTogether(header.Options);
        _service.BeginPart();
        for (var item = batch.Sequence; ; )
        {
            if (_track.IsAsked)
                _service.Serve(item);
            if (_track.IsAbandoned)
                return;
            if (item >= batch.End)
                break;
            item =
                together && arguments.Ahead > 0
                    ? RunTogether(invocation, batch, item, ref arguments)
                    : RunAlone(invocation, batch, item, ref arguments);
            if (_outlet.IsFull || (header.Options & RunOptions.FlushEach) != RunOptions.None)
                _service.Flush();
        }

        _page.Finish(batch.End);
        _service.Flush();
        batch.Release();
    }

    private bool MayRunTogether(RunOptions options) =>
        (options & OneByOne) == RunOptions.None && !_timed && Memory is null && !MayBeAbandoned;

    /// <summary>Runs an item by itself; returns the next one.</summary>
    private long RunAlone(Invocation invocation, Batch batch, long item, ref ArgumentCursor arguments)
    {
        _track.Next(item, batch.IndexOf(item));
        if ((batch.Header.Options & RunOptions.AnnounceBegin) != RunOptions.None)
            Announce(item);
        RunItem(invocation, batch, item, ref arguments);
        if (Memory?.Exceeded() is { } used)
            Leave(batch, item + 1, used);
        return item + 1;
    }

    /// <summary>Runs items that nobody watches one by one, whose arguments have been read; returns the next one.</summary>
    private long RunTogether(Invocation invocation, Batch batch, long item, ref ArgumentCursor arguments)
    {
        try
        {
            return invocation.CallTogether(batch, item, ref arguments, _track, _outlet);
        }
        catch (Exception e)
        {
            // As in RunItem; those before it are kept already.
            _gate.Return();
            ReportFailure(_track.Item, e, start: 0);
            return _track.Item + 1;
        }
    }

    /// <summary>The process has grown too large: what it has not begun is for others.</summary>
    private void Leave(Batch batch, long next, long usedBytes)
    {
        if (next < batch.End)
            batch.Cut(next);
        _page.Finish(next);
        _service.Flush();
        _inbox.Leave();
        _outlet.Send(FrameKind.Leaving, usedBytes);
    }

    /// <summary>Somebody listens to each item: it begins when all before it is told.</summary>
    private void Announce(long item)
    {
        _service.Flush();
        _outlet.Send(FrameKind.Begun, item);
    }

    private void RunItem(Invocation invocation, Batch batch, long item, ref ArgumentCursor arguments)
    {
        var start = (batch.Header.Options & RunOptions.Durations) != RunOptions.None ? Stopwatch.GetTimestamp() : 0;
        arguments.Mark();
        try
        {
            Call(invocation, item, ref arguments);
            invocation.WriteResult(_outlet, _page);
        }
        catch (Exception e)
        {
            // Whatever the user's code threw is the outcome of this item, and only of this one.
            if (_page.Step == ItemStep.Argument)
                arguments.SkipFromMark();
            ReportFailure(item, e, start);
            return;
        }

        _outlet.Keep(item);
        if (start != 0)
            _outlet.KeepDuration(Stopwatch.GetElapsedTime(start).Ticks);
    }

    private void Call(Invocation invocation, long item, ref ArgumentCursor arguments)
    {
        _page.Begin(item, _timed, ItemStep.Argument);
        if (MayBeAbandoned)
            ThrowIfAbandoned();
        _gate.Leave();
        try
        {
            invocation.Call(ref arguments, _page);
        }
        finally
        {
            _gate.Return();
        }
    }

    private void ThrowIfAbandoned()
    {
        Interlocked.MemoryBarrier();
        if (_track.IsAbandoned)
            throw new OperationCanceledException("The worker was given up.");
    }

    private void ReportFailure(long item, Exception exception, long start)
    {
        // Its outcome is known already, or another worker's.
        if (_track.IsAbandoned)
            return;
        MakeRoom?.Invoke();
        _service.SettleSideTraffic();
        var elapsed = _service.Elapsed;
        var own = start != 0 ? Stopwatch.GetElapsedTime(start) : elapsed;
        _outlet.Fail(
            item,
            new FailureReport(own, _page.Step, ErrorData.From(exception, _outlet.MaxErrorChars)) { Original = exception },
            elapsed
        );
        _service.BeginPart();
    }
}
