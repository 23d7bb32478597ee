namespace ProcQ.Queues;

/// <summary>Who waits for messages, and what readers elsewhere hold. Belongs to a queue, and is guarded by its gate.</summary>
internal sealed class ReaderLine
{
    private readonly LinkedList<Taker> _hungry = new();
    private int _held;
    private long _passed;

    /// <summary>Somebody waits for messages.</summary>
    public bool IsHungry => _hungry.Count > 0;

    public void Add(Taker taker)
    {
        if (taker.Place.List is null && taker.IsHungry)
            _hungry.AddLast(taker.Place);
    }

    public void Remove(Taker taker)
    {
        if (taker.Place.List is not null)
            _hungry.Remove(taker.Place);
    }

    /// <summary>Hands out what there is, until there is nothing or nobody wants any.</summary>
    public void Feed(ParcelLine waiting, ref Touched touched)
    {
        while (waiting.Count > 0 && _hungry.First is { Value: var taker })
        {
            // Each gets its share: the first in line must not take everything.
            var share = (waiting.Count + _hungry.Count - 1) / _hungry.Count;
            var given = taker.Give(waiting, Math.Min(taker.Wanted, share));
            taker.Wanted -= given;
            _hungry.Remove(taker.Place);
            Add(taker);
            touched.Add(taker.Outbox);
            if (taker.Holdings is not { } holdings)
                continue;
            holdings.Count += given;
            _held += given;
        }
    }

    /// <summary>A reader elsewhere has finished what comes before one number and gives back what was sent from the other on.</summary>
    public List<Parcel> GiveBack(RemoteTaker taker, long finished, long handedOut)
    {
        Remove(taker);
        var done = taker.Finish(finished);
        var back = taker.GiveBack(handedOut);
        Forget(taker.Holdings!, done + back.Count);
        return back;
    }

    /// <summary>Readers elsewhere are gone: what they had not begun comes back, and what they had in their hands as well, unless that has been the end of too many.</summary>
    public void Bury(
        IEnumerable<(RemoteTaker Taker, long Finished, long HandedOut)> gone,
        int redeliveries,
        List<Parcel> back,
        List<Parcel> lost
    )
    {
        foreach (var (taker, finished, handedOut) in gone)
        {
            back.AddRange(GiveBack(taker, finished, handedOut));
            var inHand = taker.GiveBack(0);
            Forget(taker.Holdings!, inHand.Count);
            foreach (var parcel in inHand)
                (parcel.Deaths < redeliveries ? back : lost).Add(parcel with { Deaths = parcel.Deaths + 1 });
        }
    }

    /// <summary>A reader elsewhere returns messages that it had finished; numbered so that they come before all others, in their order.</summary>
    public List<Parcel> Return(RemoteTaker from, List<Parcel> back)
    {
        from.Return(back.Count);
        var number = _passed -= back.Count;
        return back.ConvertAll(parcel => parcel with { Number = number++ });
    }

    /// <summary>A reader elsewhere holds so many fewer.</summary>
    public void Forget(Holdings holdings, int count)
    {
        holdings.Count -= count;
        _held -= count;
    }

    /// <summary>
    /// Nothing waits, and nothing is on its way: tells those who wait, unless what readers of other processes hold may come back. If they are lost, somebody
    /// must be there to read it. A reader in the queue's own process does not wait for them; it may well be who they wait for.
    /// </summary>
    public void Dismiss(ref Touched touched)
    {
        for (var node = _hungry.First; node is not null; )
        {
            var taker = node.Value;
            node = node.Next;
            if (taker.Holdings is null || taker.Holdings.Count == _held)
                Tell(taker, QueuePhase.Ended, ref touched);
        }
    }

    /// <summary>The queue is closed.</summary>
    public void Close(ref Touched touched)
    {
        while (_hungry.First is { Value: var taker })
            Tell(taker, QueuePhase.Closed, ref touched);
    }

    private void Tell(Taker taker, QueuePhase phase, ref Touched touched)
    {
        _hungry.Remove(taker.Place);
        taker.Wanted = 0;
        taker.End(phase);
        touched.Add(taker.Outbox);
    }
}
