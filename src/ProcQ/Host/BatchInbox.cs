namespace ProcQ.Host;

/// <summary>Batches that have arrived and not begun. The reader puts, the runner takes.</summary>
internal sealed class BatchInbox
{
    private readonly object _gate = new();
    private readonly LinkedList<Batch> _waiting = new();
    private volatile Batch? _current;
    private bool _stopped;
    private bool _left;

    /// <summary>The batch the runner has; changes with the queue, so that an item is always in exactly one place.</summary>
    public Batch? Current => _current;

    public void Add(Batch batch)
    {
        lock (_gate)
        {
            if (_left)
            {
                batch.Arguments.Release();
                return;
            }

            _waiting.AddLast(batch);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for the next batch; null when no more will come.</summary>
    public Batch? Take()
    {
        lock (_gate)
        {
            _current = null;
            while (_waiting.Count == 0)
            {
                if (_stopped)
                    return null;
                Monitor.Wait(_gate);
            }

            var batch = _waiting.First!.Value;
            _waiting.RemoveFirst();
            _current = batch;
            return batch;
        }
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
                batch.Arguments.Release();
            _waiting.Clear();
        }
    }

    /// <summary>Nothing more comes: what waits is still taken.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
    }
}
