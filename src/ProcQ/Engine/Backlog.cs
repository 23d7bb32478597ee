namespace ProcQ.Engine;

/// <summary>
/// Calls of one item beyond those that the core has: it and all around it keep two kilobytes for each call they know, and choose among all of them. Only
/// calls that nothing distinguishes wait here, in the order in which they came; the core has always as many of them as its workers could begin.
/// </summary>
/// <remarks>All but <see cref="IsCrowded"/> under the engine's gate.</remarks>
internal sealed class Backlog
{
    // What the core has at least, and for each place, of calls that might wait here, before one does. A single event ends far fewer: while a call waits
    // here, the core is never without one.
    private const int Fewest = 1024;
    private const int FewestPerPlace = 16;

    private readonly Queue<IWaitingCall> _line = new();

    // Calls that might have waited here, and are in the core.
    private int _inCore;
    private int _room = Fewest;
    private volatile bool _isCrowded;

    /// <summary>A call that nothing distinguishes has to wait here. Whoever has put one in sees it until that one is in the core.</summary>
    public bool IsCrowded => _isCrowded;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>How many never came to the core, and have had their outcome.</summary>
    public long GivenUp { get; private set; }

    /// <summary>The core has a call now, wherever it comes from, which <paramref name="mayWait"/> here, or has another bound or none.</summary>
    public void Entered(bool mayWait) => Note(inCore: mayWait ? 1 : 0);

    /// <summary>A call of the core has ended.</summary>
    public void Left(bool mayWait) => Note(inCore: mayWait ? -1 : 0);

    public void Add(IWaitingCall call)
    {
        call.IsInLine = true;
        _line.Enqueue(call);
        Count++;
        Note(inCore: 0);
    }

    /// <summary>The call is not wanted any more; false when it does not wait.</summary>
    public bool Withdraw(IWaitingCall call)
    {
        if (!call.IsInLine)
            return false;
        // Its place in the queue is passed over when its turn comes, unless there are many such.
        call.IsInLine = false;
        Count--;
        GivenUp++;
        if (Count == 0 || _line.Count > 2 * (Count + Fewest))
            Compact();
        Note(inCore: 0);
        return true;
    }

    /// <summary>
    /// The next one that the core is to have now; null when it has enough, or none waits. It has not when it <paramref name="isIdle"/>, which is asked last: all it has
    /// may be waiting for their next attempt.
    /// </summary>
    public IWaitingCall? Next(int places, Func<bool> isIdle)
    {
        _room = Math.Max(Fewest, FewestPerPlace * places);
        return Count > 0 && (_inCore < _room || isIdle()) ? Take() : null;
    }

    /// <summary>One whose turn has come, and that is not to run.</summary>
    public List<IWaitingCall> GiveUp(IWaitingCall call)
    {
        GivenUp++;
        return [call];
    }

    /// <summary>All that wait, who will never run.</summary>
    public List<IWaitingCall> GiveUpAll()
    {
        var all = new List<IWaitingCall>(Count);
        while (Take() is { } call)
            all.Add(call);
        GivenUp += all.Count;
        return all;
    }

    /// <summary>Those that have left the line are forgotten.</summary>
    private void Compact()
    {
        IWaitingCall[] rest = [.. _line.Where(call => call.IsInLine)];
        _line.Clear();
        foreach (var call in rest)
            _line.Enqueue(call);
        _line.TrimExcess();
    }

    private IWaitingCall? Take()
    {
        while (_line.TryDequeue(out var call))
        {
            if (!call.IsInLine)
                continue;
            call.IsInLine = false;
            if (--Count == 0)
                Compact();
            Note(inCore: 0);
            return call;
        }

        return null;
    }

    private void Note(int inCore)
    {
        _inCore += inCore;
        _isCrowded = Count > 0 || _inCore >= _room;
    }
}
