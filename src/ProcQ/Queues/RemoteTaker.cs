using ProcQ.Wire;

namespace ProcQ.Queues;

/// <summary>A reader in another process: what it holds is known here until it has finished it. Guarded by the queue's gate.</summary>
internal sealed class RemoteTaker : Taker
{
    // So much may be in a reader's hands, or one message that is larger.
    private const int MostBytes = 256 * 1024;

    private readonly int _id;
    private readonly ParcelLine _held = new();
    private readonly List<Parcel> _given = [];
    private long _first;
    private long _heldBytes;
    private int _round;
    private long _returned;

    public RemoteTaker(int id, int slot, Holdings holdings, Outbox outbox)
    {
        (_id, Slot) = (id, slot);
        (Holdings, Outbox) = (holdings, outbox);
    }

    /// <summary>Its place on its process's page; -1: it has none.</summary>
    public int Slot { get; }

    /// <summary>The number of the message that it is sent next.</summary>
    public long Next => _first + _held.Count;

    /// <summary>The number of the first message it has not finished, as far as it has said.</summary>
    public long Finished => _first;

    public override bool IsHungry => Wanted > 0 && (_held.Count == 0 || _heldBytes < MostBytes);

    public override int Give(ParcelLine line, int most)
    {
        var first = Next;
        _given.Clear();
        do
        {
            var parcel = line.TakeFirst();
            _given.Add(parcel);
            _held.AddLast(parcel);
            _heldBytes += parcel.Bytes.Length;
        } while (_given.Count < most && line.Count > 0 && _heldBytes < MostBytes);

        Outbox!.Post(FrameKind.QueueMessages, first, (_id, _round, _given), QueueData.WriteMessages);
        return _given.Count;
    }

    // Of a queue that is closed the end of the connection tells.
    public override void End(QueuePhase phase)
    {
        if (phase == QueuePhase.Ended)
            Outbox!.Post(FrameKind.QueueDone, _id, _round, QueueData.WriteNumber);
    }

    /// <summary>It has finished what comes before that number; says how many messages that were.</summary>
    public int Finish(long finished)
    {
        if (finished > Next)
            throw new ProtocolException($"A reader has finished {finished} messages and was sent {Next}.");
        var count = 0;
        for (; _first < finished; _first++, count++)
            _heldBytes -= _held.TakeFirst().Bytes.Length;
        return count;
    }

    /// <summary>So many that it was handed come back by themselves: copies, whose originals it has finished. It cannot have had more than it was sent.</summary>
    public void Return(int count)
    {
        _returned += count;
        if (_returned > Next)
            throw new ProtocolException($"A reader returns {_returned} messages and was sent {Next}.");
    }

    /// <summary>Takes back what was sent from that number on. What is on its way there is not looked at any more.</summary>
    public List<Parcel> GiveBack(long from)
    {
        var back = new List<Parcel>();
        while (_held.Count > 0 && Next > from)
        {
            var parcel = _held.TakeLast();
            _heldBytes -= parcel.Bytes.Length;
            back.Add(parcel);
        }

        Wanted = 0;
        _round++;
        return back;
    }
}
