using System.Diagnostics;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Runs batches, one item after the other, on the thread that calls <see cref="Run"/>.</summary>
internal sealed class ItemRunner
{
    private readonly RunnerGate _gate = new();
    private readonly TakeBacks _takeBacks = new();
    private readonly BatchInbox _inbox;
    private readonly FunctionTable _functions;
    private readonly ResultOutlet _outlet;
    private readonly ProgressPage _page;
    private readonly WorkerContext _context;
    private readonly Ticker _ticker;

    // Owned by the runner, lent with the gate.
    private long _running = -1;
    private long _partStart;
    private bool _timed;

    // Written by anybody: the runner looks at it between items.
    private volatile bool _asked;
    private volatile bool _abandoned;

    public ItemRunner(
        BatchInbox inbox,
        FunctionTable functions,
        ResultOutlet outlet,
        ProgressPage page,
        WorkerContext context,
        Ticker ticker
    ) => (_inbox, _functions, _outlet, _page, _context, _ticker) = (inbox, functions, outlet, page, context, ticker);

    /// <summary>The memory its process may use; null for no limit.</summary>
    public MemoryLimit? Memory { private get; init; }

    /// <summary>
    /// What the function put elsewhere is settled by this before its result leaves; null where that does not end with the worker.
    /// </summary>
    public Action? SideTraffic { private get; init; }

    /// <summary>
    /// It runs on a thread that may be given up while it runs an item, and goes on for all that. Whether that is so is then looked at before each item, which
    /// costs it some nanoseconds.
    /// </summary>
    public bool MayBeAbandoned { private get; init; }

    /// <summary>Runs what arrives until the inbox is stopped and empty.</summary>
    public void Run()
    {
        _ticker.Add(Tick);
        try
        {
            while (!_abandoned && NextBatch() is { } batch)
            {
                _ticker.Wake();
                RunBatch(batch);
            }
        }
        finally
        {
            _ticker.Remove(Tick);
        }
    }

    /// <summary>
    /// Begins no item any more, and sends what is kept unless the runner is just adding to it. When this returns the page names what was begun last. Called
    /// by whoever gives the worker up.
    /// </summary>
    public void Abandon()
    {
        _abandoned = true;
        _ticker.Remove(Tick);
        // Either the runner sees this before it runs what it has written on its page, or what it runs is seen there by whoever called this.
        Interlocked.MemoryBarrier();
        var spin = new SpinWait();
        while (!ServeForRunner() && !spin.NextSpinWillYield)
            spin.SpinOnce();
    }

    /// <summary>Gives back the items from <paramref name="item"/> to the end of their batch that have not begun. Called by the reader.</summary>
    public void TakeBack(long item)
    {
        // Answers leave in the order of the requests.
        if (_takeBacks.IsEmpty && _outlet.SendReturned(item, () => _inbox.Withdraw(item)))
            return;
        _takeBacks.Add(item);
        _asked = true;
        Interlocked.MemoryBarrier();
        ServeForRunner();
        // If the runner was neither away nor looking, the ticker finds it away a moment later.
        _ticker.Wake();
    }

    private Batch? NextBatch()
    {
        _gate.LeaveFenced();
        if (_asked)
            ServeForRunner();
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
        _partStart = Stopwatch.GetTimestamp();
        for (var item = batch.Sequence; ; item++)
        {
            if (_asked)
                Serve(item);
            if (_abandoned)
                return;
            if (item >= batch.End)
                break;
            _running = item;
            _context.Next(item, header.Index + (item - batch.Sequence));
            if ((header.Options & RunOptions.AnnounceBegin) != RunOptions.None)
                Announce(item);
            RunItem(invocation, batch, item, ref arguments);
            if (Memory?.Exceeded() is { } used)
                Leave(batch, item + 1, used);
            if (_outlet.IsFull || (header.Options & RunOptions.FlushEach) != RunOptions.None)
                Flush();
        }

        _page.Finish(batch.End);
        Flush();
        batch.Release();
    }

    /// <summary>The process has grown too large: what it has not begun is for others.</summary>
    private void Leave(Batch batch, long next, long usedBytes)
    {
        if (next < batch.End)
            batch.Cut(next);
        _page.Finish(next);
        Flush();
        _inbox.Leave();
        _outlet.Send(FrameKind.Leaving, usedBytes);
    }

    /// <summary>Somebody listens to each item: it begins when all before it is told.</summary>
    private void Announce(long item)
    {
        Flush();
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
        if (_abandoned)
            throw new OperationCanceledException("The worker was given up.");
    }

    private void ReportFailure(long item, Exception exception, long start)
    {
        // Its outcome is known already, or another worker's.
        if (_abandoned)
            return;
        SettleSideTraffic();
        var elapsed = Elapsed();
        var own = start != 0 ? Stopwatch.GetElapsedTime(start) : elapsed;
        _outlet.Fail(
            item,
            new FailureReport(own, _page.Step, ErrorData.From(exception, _outlet.MaxErrorChars)) { Original = exception },
            elapsed
        );
        _partStart = Stopwatch.GetTimestamp();
    }

    /// <summary>
    /// What the function put elsewhere goes before its result, or would end with this process. That of a worker that is a thread does not end with it, and its
    /// ticker, which all workers share, must not wait.
    /// </summary>
    private void SettleSideTraffic() => SideTraffic?.Invoke();

    private void Flush()
    {
        if (_outlet.Unsent == 0)
            return;
        SettleSideTraffic();
        _outlet.Flush(Elapsed());
        _partStart = Stopwatch.GetTimestamp();
    }

    private TimeSpan Elapsed() => Stopwatch.GetElapsedTime(_partStart);

    /// <summary>Says whether there is anything to tick for.</summary>
    private bool Tick()
    {
        // Whoever asked for items back counts on being answered here, when it found the runner neither away nor looking.
        if (!_inbox.Watch() && _takeBacks.IsEmpty)
            return false;
        _asked = true;
        ServeForRunner();
        return true;
    }

    /// <summary>If the runner is away, does for it what was asked; else the runner does it between two items.</summary>
    private bool ServeForRunner()
    {
        if (!_gate.TryBorrow())
            return false;
        try
        {
            Serve(_running + 1);
        }
        finally
        {
            _gate.GiveBack();
        }

        return true;
    }

    /// <summary>Sends what waits and gives back what was asked for. <paramref name="next"/> is the first item that has not begun.</summary>
    private void Serve(long next)
    {
        _asked = false;
        Flush();
        while (_takeBacks.TryPeek(out var item))
        {
            GiveBack(item, next);
            _takeBacks.Remove();
        }
    }

    private void GiveBack(long item, long next)
    {
        if (_outlet.SendReturned(item, () => _inbox.Withdraw(item)))
            return;
        // Looked up only now: what was not waiting any more is the batch the runner has, or done with.
        var from = Math.Max(item, next);
        if (_inbox.Current is { } batch && batch.Holds(item) && from < batch.End)
            _outlet.SendReturned(from, () => batch.Cut(from));
        else
            _outlet.SendReturned(item, () => 0);
    }
}
