namespace ProcQ.Host;

/// <summary>Batches that have arrived and not begun. Whoever hears of them puts, the runner takes.</summary>
internal sealed class BatchInbox(NewsSource news)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Batch> _waiting = new();
    private volatile Batch? _current;
    private volatile bool _hasHadAny;

    // Owned by the ticker.
    private Batch? _watched;

    // Guarded by the gate.
    private bool _stopped;
    private bool _left;

    /// <summary>The batch the runner has; changes with the queue, so that an item is always in exactly one place.</summary>
    public Batch? Current => _current;

    /// <summary>A batch has come, at some time.</summary>
    public bool HasHadAny => _hasHadAny;

    public void Add(Batch batch)
    {
        _hasHadAny = true;
        lock (_gate)
        {
            if (_left)
            {
                batch.Release();
                return;
            }

            _waiting.AddLast(batch);
        }
    }

    /// <summary>Waits for the next batch, if need be by reading it; null when no more will come.</summary>
    public Batch? Take()
    {
        Batch? batch;
        while (!TryTake(out batch, out var stopped) && !stopped)
            news.AwaitNews();
        return batch;
    }

    /// <summary>
    /// The ticker's look at what runs; says whether it has to look again. What ran at its last look as well may run on for long, and somebody
    /// else has to read meanwhile. Of a single item nothing else is to be done then.
    /// </summary>
    public bool Watch()
    {
        var current = _current;
        var overdue = current is not null && current == _watched;
        _watched = current;
        if (overdue)
            news.TakeOver();
        return current is not null && (!overdue || current.Header.Count > 1);
    }

    /// <summary>
    /// Takes items out of a waiting batch, from <paramref name="item"/> to its end; says how many, or null when no waiting batch holds it.
    /// </summary>
    public int? Withdraw(long item)
    {
        lock (_gate)
        {
            for (var node = _waiting.First; node is not null; node = node.Next)
            {
                if (!node.Value.Holds(item))
                    continue;
                if (item == node.Value.Sequence)
                    _waiting.Remove(node);
                return node.Value.Cut(item);
            }

            return null;
        }
    }

    /// <summary>The batch that holds the item, waiting or running; null when it is done with.</summary>
    public Batch? Find(long item)
    {
        lock (_gate)
            return _current?.Holds(item) == true ? _current : _waiting.FirstOrDefault(b => b.Holds(item));
    }

    /// <summary>Nothing more is taken: what waits, and what still comes, is for others.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _left = true;
            foreach (var batch in _waiting)
                batch.Release();
            _waiting.Clear();
        }
    }

    /// <summary>Nothing more comes: what waits is still taken.</summary>
    public void Stop()
    {
        lock (_gate)
            _stopped = true;
    }

    private bool TryTake(out Batch? batch, out bool stopped)
    {
        lock (_gate)
        {
            _current = batch = _waiting.First?.Value;
            stopped = _stopped;
            if (batch is null)
                return false;
            _waiting.RemoveFirst();
            return true;
        }
    }
}
