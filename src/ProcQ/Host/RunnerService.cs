using System.Diagnostics;

namespace ProcQ.Host;

/// <summary>
/// What is done for a runner between its items, or by others while it is away: results that wait are sent, and items that are wanted back are given back.
/// </summary>
internal sealed class RunnerService(BatchInbox inbox, ResultOutlet outlet, RunnerTrack track, Ticker ticker)
{
    private readonly TakeBacks _takeBacks = new();

    // Owned by the runner, lent with the gate.
    private long _partStart;

    /// <inheritdoc cref="ItemRunner.SideTraffic"/>
    public Action? SideTraffic { private get; set; }

    /// <summary>How long the items took whose results have not left.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_partStart);

    /// <summary>Items begin whose results leave together.</summary>
    public void BeginPart() => _partStart = Stopwatch.GetTimestamp();

    /// <summary>Gives back the items from <paramref name="item"/> to the end of their batch that have not begun. Called by the reader.</summary>
    public void TakeBack(long item)
    {
        // Answers leave in the order of the requests.
        if (_takeBacks.IsEmpty && outlet.SendReturned(item, () => inbox.Withdraw(item)))
            return;
        _takeBacks.Add(item);
        track.IsAsked = true;
        Interlocked.MemoryBarrier();
        TryServe();
        // If the runner was neither away nor looking, the ticker finds it away a moment later.
        ticker.Wake();
    }

    /// <summary>Called by the ticker; says whether there is anything to tick for.</summary>
    public bool Tick()
    {
        // Whoever asked for items back counts on being answered here, when it found the runner neither away nor looking.
        if (!inbox.Watch() && _takeBacks.IsEmpty)
            return false;
        track.IsAsked = true;
        TryServe();
        return true;
    }

    /// <summary>If the runner is away, does for it what was asked; else the runner does it between two items.</summary>
    public bool TryServe()
    {
        if (!track.Gate.TryBorrow())
            return false;
        try
        {
            Serve(track.Item + 1);
        }
        finally
        {
            track.Gate.GiveBack();
        }

        return true;
    }

    /// <summary>Sends what waits and gives back what was asked for. <paramref name="next"/> is the first item that has not begun.</summary>
    public void Serve(long next)
    {
        track.IsAsked = false;
        Flush();
        while (_takeBacks.TryPeek(out var item))
        {
            GiveBack(item, next);
            _takeBacks.Remove();
        }
    }

    /// <summary>Sends the results that wait.</summary>
    public void Flush()
    {
        if (outlet.Unsent == 0)
            return;
        SettleSideTraffic();
        outlet.Flush(Elapsed);
        BeginPart();
    }

    /// <summary>
    /// What the function put elsewhere goes before its result, or would end with this process. That of a worker that is a thread does not end with it, and its
    /// ticker, which all workers share, must not wait.
    /// </summary>
    public void SettleSideTraffic() => SideTraffic?.Invoke();

    private void GiveBack(long item, long next)
    {
        if (outlet.SendReturned(item, () => inbox.Withdraw(item)))
            return;
        // Looked up only now: what was not waiting any more is the batch the runner has, or done with.
        var from = Math.Max(item, next);
        if (inbox.Current is { } batch && batch.Holds(item) && from < batch.End)
            outlet.SendReturned(from, () => batch.Cut(from));
        else
            outlet.SendReturned(item, () => 0);
    }
}
