using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Where a runner is: what it notes around each call of a function, in as few instructions as can be, and what others want of it meanwhile.</summary>
internal sealed class RunnerTrack(ProgressPage page, WorkerContext context)
{
    private readonly RunnerGate _gate = new();

    // Written by anybody: the runner looks at it between items.
    private volatile bool _isAsked;
    private volatile bool _isAbandoned;

    public RunnerGate Gate => _gate;

    /// <summary>The item begun last. Owned by the runner, lent with the gate.</summary>
    public long Item { get; private set; } = -1;

    /// <summary>Something is to be done before the next item.</summary>
    public bool IsAsked
    {
        get => _isAsked;
        set => _isAsked = value;
    }

    /// <summary>No item is to begin any more.</summary>
    public bool IsAbandoned
    {
        get => _isAbandoned;
        set => _isAbandoned = value;
    }

    /// <summary>The next item begins: its number in the session, and its index in its call.</summary>
    public void Next(long item, long index)
    {
        Item = item;
        context.Next(item, index);
    }

    /// <summary>The function is called for the next item now, whose argument has been read.</summary>
    public void Enter(long item, long index)
    {
        Next(item, index);
        page.Begin(item, timed: false);
        _gate.Leave();
    }

    /// <summary>It has returned.</summary>
    public void Exit() => _gate.Return();
}
