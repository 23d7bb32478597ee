using ProcQ.Wire;

namespace ProcQ.Queues;

/// <summary>Who wants to put messages, and who has been allowed to. Belongs to a queue, and is guarded by its gate.</summary>
internal sealed class WriterLine(QueueCore queue)
{
    private readonly LinkedList<Putter> _waiting = new();
    private readonly HashSet<RemotePutter> _afar = [];
    private bool _isWatched;

    /// <summary>Somebody waits for room.</summary>
    public bool IsCrowded => _waiting.Count > 0;

    /// <summary>Messages that may be put and have not been.</summary>
    public int Reserved { get; private set; }

    public void Add(Putter putter)
    {
        if (putter.Place.List is null)
            _waiting.AddLast(putter.Place);
        // Before it is looked at: whoever begins to relieve writers finds this one either here or there.
        Watch();
    }

    public void Remove(Putter putter)
    {
        if (putter.Place.List is not null)
            _waiting.Remove(putter.Place);
        Watch();
    }

    public void Join(RemotePutter putter) => _afar.Add(putter);

    public void Leave(RemotePutter putter)
    {
        _afar.Remove(putter);
        Remove(putter);
        UseCredit(putter, putter.Credit);
    }

    public void Reserve(Putter putter, int count)
    {
        putter.Credit += count;
        Reserved += count;
    }

    /// <summary>Gives credit for what can be put at once to one who does not wait. If that is less than it wants, others may be back with theirs when it tries again.</summary>
    public int Offer(Putter putter, int wanted, int room, ref Touched touched)
    {
        var count = putter.MayExceed ? wanted : Math.Clamp(IsCrowded ? 0 : room, 0, wanted);
        Reserve(putter, count);
        if (count < wanted)
            Recall(ref touched);
        return count;
    }

    public void UseCredit(Putter putter, int count)
    {
        if (count < 0 || count > putter.Credit)
            throw new ProtocolException($"A writer has used credit for {count} messages and had {putter.Credit}.");
        putter.Credit -= count;
        Reserved -= count;
    }

    /// <summary>Gives credit to those who wait for it, as far as there is room.</summary>
    public void Admit(int room, ref Touched touched)
    {
        for (var node = _waiting.First; node is not null; )
        {
            var putter = node.Value;
            node = node.Next;
            // Each gets its share: the first in line must not take everything.
            var share = Math.Min(room, Math.Max(1, room / _waiting.Count));
            var count = putter.MayExceed ? putter.Wanted : Math.Min(putter.Wanted, share);
            if (count <= 0)
                continue;
            room -= count;
            _waiting.Remove(putter.Place);
            putter.Wanted = 0;
            putter.IsRecalled = false;
            Reserve(putter, count);
            putter.Grant(count);
            touched.Add(putter.Outbox);
        }

        Watch();
        if (_waiting.Count > 0 && Reserved > 0)
            Recall(ref touched);
    }

    /// <summary>Nothing more may be put, but for what was allowed before.</summary>
    public void End(QueuePhase phase, ref Touched touched)
    {
        foreach (var putter in _waiting.Concat(_afar).Distinct())
        {
            putter.End(phase);
            touched.Add(putter.Outbox);
        }

        _waiting.Clear();
        Watch();
    }

    /// <summary>Somebody waits for room, and others have been given some that they do not use.</summary>
    public void Recall(ref Touched touched)
    {
        foreach (var putter in _afar)
        {
            if (putter.Credit == 0 || putter.IsRecalled)
                continue;
            putter.IsRecalled = true;
            putter.Recall();
            touched.Add(putter.Outbox);
        }
    }

    private void Watch()
    {
        if (_isWatched == IsCrowded)
            return;
        _isWatched = IsCrowded;
        Relief.Watch(queue, _isWatched);
    }
}
