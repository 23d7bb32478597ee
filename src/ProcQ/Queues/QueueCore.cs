using System.Diagnostics;

namespace ProcQ.Queues;

/// <summary>
/// The queue itself: what waits, who waits for it, and who may put how much. Decides and does no I/O: what is to be written is written by its callers, after
/// they have left the gate.
/// </summary>
/// <remarks>
/// Whoever waits for messages is only in line while there are none, and whoever waits for room while there is none: each step ends by serving both.
/// </remarks>
internal sealed class QueueCore
{
    private static readonly Putter Nobody = new LocalPutter(null);

    private readonly int _redeliveries;
    private readonly Lock _gate = new();

    // Guarded by the gate, all of them.
    private readonly ParcelLine _waiting = new();
    private readonly ReaderLine _readers = new();
    private readonly WriterLine _writers;
    private volatile QueuePhase _phase;
    private long _arrived;

    public QueueCore(int capacity, int redeliveries)
    {
        (Capacity, _redeliveries) = (capacity, redeliveries);
        _writers = new WriterLine(this);
    }

    public int Capacity { get; }
    public QueueLosses Losses { get; } = new();

    /// <summary>Messages that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    public QueuePhase Phase => _phase;

    private int Room => Capacity - _waiting.Count - _writers.Reserved;

    /// <summary>Puts a message if there is room, and nobody waits for room already.</summary>
    public PutResult TryPut(in Parcel parcel, bool mayExceed)
    {
        var touched = new Touched();
        var isFull = false;
        lock (_gate)
        {
            if (_phase != QueuePhase.Open)
                return _phase == QueuePhase.Ended ? PutResult.Ended : PutResult.Closed;
            isFull = !mayExceed && (_writers.IsCrowded || Room <= 0);
            if (isFull)
                _writers.Recall(ref touched);
            else
                Accept_NeedsLock(parcel);
            Serve_NeedsLock(ref touched);
        }

        touched.Pump();
        return isFull ? PutResult.Full : PutResult.Accepted;
    }

    /// <summary>A writer wants to put so many messages: it is given credit as soon as there is room.</summary>
    public void Ask(Putter putter, int count)
    {
        var touched = new Touched();
        lock (_gate)
        {
            putter.Wanted = Math.Min(count, Capacity);
            if (_phase != QueuePhase.Open)
                putter.End(_phase);
            else
                _writers.Add(putter);
            touched.Add(putter.Outbox);
            Serve_NeedsLock(ref touched);
        }

        touched.Pump();
    }

    /// <summary>Gives credit for what can be put at once, without a place in line; says how many messages wait.</summary>
    public int Look(Putter putter, int wanted, out int granted)
    {
        var touched = new Touched();
        int count;
        lock (_gate)
        {
            granted = _phase == QueuePhase.Open ? _writers.Offer(putter, wanted, Room, ref touched) : 0;
            count = _waiting.Count;
        }

        touched.Pump();
        return count;
    }

    /// <summary>Puts messages for which there is credit. That holds also when the queue has been ended meanwhile.</summary>
    public void PutOnCredit(Putter putter, ReadOnlySpan<Parcel> parcels)
    {
        var touched = new Touched();
        lock (_gate)
        {
            _writers.UseCredit(putter, parcels.Length);
            if (_phase == QueuePhase.Closed)
                return;
            foreach (ref readonly var parcel in parcels)
                Accept_NeedsLock(parcel);
            Serve_NeedsLock(ref touched);
        }

        touched.Pump();
    }

    /// <summary>A writer gives back credit that it does not use.</summary>
    public void GiveBackCredit(Putter putter, int count)
    {
        var touched = new Touched();
        lock (_gate)
        {
            _writers.UseCredit(putter, count);
            putter.IsRecalled = false;
            Serve_NeedsLock(ref touched);
        }

        touched.Pump();
    }

    /// <summary>A writer here waits no more.</summary>
    public void StopWaiting(LocalPutter putter)
    {
        lock (_gate)
            _writers.Remove(putter);
        // Out of line it is given nothing more.
        GiveBackCredit(putter, putter.Credit);
    }

    /// <summary>The next message, if there is one.</summary>
    public bool TryTake(out Parcel parcel)
    {
        var touched = new Touched();
        lock (_gate)
        {
            parcel = default;
            if (_waiting.Count == 0)
                return false;
            parcel = _waiting.TakeFirst();
            if (_writers.IsCrowded)
                Serve_NeedsLock(ref touched);
        }

        touched.Pump();
        return true;
    }

    /// <summary>A reader wants so many more messages, and has finished those below <paramref name="finished"/>.</summary>
    public void Take(Taker taker, int wanted, long finished = 0)
    {
        var touched = new Touched();
        lock (_gate)
        {
            if (taker is RemoteTaker remote)
                _readers.Forget(remote.Holdings!, remote.Finish(finished));
            taker.Wanted += wanted;
            if (_phase == QueuePhase.Closed)
                taker.End(_phase);
            else
                _readers.Add(taker);
            touched.Add(taker.Outbox);
            Serve_NeedsLock(ref touched);
        }

        touched.Pump();
    }

    /// <summary>A reader here waits no more.</summary>
    public void StopWaiting(LocalTaker taker)
    {
        lock (_gate)
        {
            taker.Wanted = 0;
            _readers.Remove(taker);
        }
    }

    /// <summary>A reader elsewhere gives back what it was sent and has not handed out.</summary>
    public void GiveBack(RemoteTaker taker, long finished, long handedOut)
    {
        var touched = new Touched();
        lock (_gate)
        {
            var back = _readers.GiveBack(taker, finished, handedOut);
            if (_phase != QueuePhase.Closed)
                _waiting.Return(back);
            touched.Add(taker.Outbox);
            Serve_NeedsLock(ref touched);
        }

        touched.Pump();
    }

    /// <summary>Messages that were handed out and not used go back, in front. Those of a reader elsewhere have lost their place: they come before all others.</summary>
    public void Return(List<Parcel> back, RemoteTaker? from = null)
    {
        var touched = new Touched();
        lock (_gate)
        {
            if (from is not null)
                back = _readers.Return(from, back);
            if (_phase != QueuePhase.Closed)
                _waiting.Return(back);
            Serve_NeedsLock(ref touched);
        }

        touched.Pump();
    }

    /// <summary>Somebody elsewhere uses the queue from now on.</summary>
    public void Join(RemotePutter putter)
    {
        lock (_gate)
        {
            _writers.Join(putter);
            if (_phase != QueuePhase.Open)
                putter.End(_phase);
        }
    }

    /// <summary>
    /// A process that used the queue is gone. What its readers had not begun goes back; what they had in their hands as well, unless that has been the end of
    /// too many. Returns what is lost.
    /// </summary>
    public IReadOnlyList<Parcel> Bury(
        RemotePutter putter,
        IEnumerable<(RemoteTaker Taker, long Finished, long HandedOut)> readers
    )
    {
        var touched = new Touched();
        List<Parcel> back = [];
        List<Parcel> lost = [];
        lock (_gate)
        {
            _writers.Leave(putter);
            _readers.Bury(readers, _redeliveries, back, lost);
            _readers.Forget(putter.Holdings, putter.Holdings.Count);
            // Who closed the queue gave up what was in it, and nobody has died of it.
            if (_phase == QueuePhase.Closed)
                lost.Clear();
            else
                _waiting.Return(back);
            Serve_NeedsLock(ref touched);
        }

        touched.Pump();
        return lost;
    }

    /// <summary>Writers whose workers are being stopped wait for no room.</summary>
    public void Relieve() => PutOnCredit(Nobody, []);

    /// <summary>Nothing more is to be put; with <see cref="QueuePhase.Closed"/> nothing is to be read either.</summary>
    public void End(QueuePhase phase)
    {
        var touched = new Touched();
        lock (_gate)
        {
            if (phase <= _phase)
                return;
            _phase = phase;
            _writers.End(phase, ref touched);
            if (phase == QueuePhase.Closed)
            {
                _waiting.Clear();
                _readers.Close(ref touched);
            }

            Serve_NeedsLock(ref touched);
        }

        touched.Pump();
    }

    private void Accept_NeedsLock(in Parcel parcel) => _waiting.AddLast(parcel with { Number = _arrived++ });

    /// <summary>Nobody waits for what there is.</summary>
    private void Serve_NeedsLock(ref Touched touched)
    {
        _readers.Feed(_waiting, ref touched);
        if (_writers.IsCrowded)
            _writers.Admit(Room, ref touched);
        if (_phase == QueuePhase.Ended && _waiting.Count == 0 && _writers.Reserved == 0)
            _readers.Dismiss(ref touched);
        Debug.Assert(_waiting.Count == 0 || !_readers.IsHungry);
    }
}
