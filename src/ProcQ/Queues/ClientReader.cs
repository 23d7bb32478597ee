using System.Diagnostics;
using ProcQ.Wire;

namespace ProcQ.Queues;

/// <summary>
/// One reader of a queue of another process. It is sent some messages ahead, as many as it takes in about two milliseconds, so that fast readers
/// do not wait for each message and slow ones keep none from others.
/// </summary>
internal sealed class ClientReader
{
    private const int MostAhead = 1024;
    private const int MostReturnedBytes = 32 * 1024;
    private static readonly long AheadTicks = Stopwatch.Frequency / 500;

    private readonly ClientReaders _readers;
    private readonly Outbox _outbox;
    private readonly ReaderPage _page;
    private readonly Lock _gate = new();

    // Guarded by the gate. Messages are numbered for each reader, from 0.
    private readonly ParcelLine _inbox = new();
    private readonly ReadingPace _pace = new(MostAhead, AheadTicks);
    private long _handedOut;
    private long _said;
    private bool _inHand;
    private int _coming;
    private int _round;
    private bool _done;
    private bool _left;
    private long _atLastLook;
    private Func<Exception>? _failure;
    private Waiting _news = new();

    public ClientReader(ClientReaders readers, Outbox outbox, ReaderPage page, int id, int slot)
    {
        (_readers, _outbox, _page, Id, Slot) = (readers, outbox, page, id, slot);
        if (slot >= 0)
            page.Begin(slot);
    }

    public int Id { get; }

    /// <summary>Its place on the page; -1: there was none, and it is sent one message at a time.</summary>
    public int Slot { get; }

    private long Finished => _inHand ? _handedOut - 1 : _handedOut;

    /// <summary>The next message if it is here; else what to wait for, or neither at the end.</summary>
    public bool TryTake(out Parcel parcel, out Waiting? wait)
    {
        bool asked;
        bool any;
        lock (_gate)
        {
            FinishInHand_NeedsLock();
            wait = null;
            parcel = default;
            any = _inbox.Count > 0;
            if (any)
                parcel = HandOut_NeedsLock();
            else if (_done)
                return false;
            else if (_failure is not null)
                throw _failure();
            else if (_left)
                return false;
            asked = Ask_NeedsLock();
            if (!any)
                wait = _news.HasHappened ? _news = new Waiting() : _news;
        }

        if (asked)
            _outbox.Pump();
        return any;
    }

    /// <summary>Messages that have come, if they are of the present round: those before it have been given back.</summary>
    public void Receive(List<Parcel> parcels, int round)
    {
        lock (_gate)
        {
            if (round != _round || _left)
                return;
            _coming -= parcels.Count;
            foreach (var parcel in parcels)
                _inbox.AddLast(parcel);
            _news.Happen();
        }

        _readers.Watch();
    }

    /// <summary>Nothing more comes, unless the reader has given back since: then there may be something again.</summary>
    public void Done(int round)
    {
        lock (_gate)
        {
            if (round != _round)
                return;
            _done = true;
            _news.Happen();
        }
    }

    public void Fail(Func<Exception> failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
            _news.Happen();
        }
    }

    /// <summary>Gives back what waits for a reader that has not come back since the last look; says whether anything still waits.</summary>
    public bool GiveBackIfStalled()
    {
        lock (_gate)
        {
            if (_inbox.Count == 0 || _failure is not null)
                return false;
            if (_handedOut != _atLastLook)
            {
                _atLastLook = _handedOut;
                return true;
            }

            GiveBack_NeedsLock(closed: false);
            _pace.Restart();
        }

        _outbox.Pump();
        return false;
    }

    /// <summary>Messages that were handed out and not used go back, in as many frames as it takes, and the last first: each comes to the front.</summary>
    public void Return(List<Parcel> parcels)
    {
        lock (_gate)
        {
            // Who has left can give nothing back any more.
            if (_left || _failure is not null)
                return;
            for (var end = parcels.Count; end > 0; )
            {
                var start = end;
                for (var bytes = 0; start > 0 && bytes < MostReturnedBytes; )
                    bytes += parcels[--start].Bytes.Length;
                _outbox.Post(FrameKind.QueueReturnMessages, Id, parcels.GetRange(start, end - start), QueueData.WriteReturned);
                end = start;
            }
        }

        _outbox.Pump();
    }

    /// <summary>It leaves: what it has in its hands counts as finished, the rest goes back.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (_left)
                return;
            Leave_NeedsLock();
        }

        _outbox.Pump();
        _readers.Remove(this, _outbox.Emptying());
    }

    /// <summary>Its queue is disposed of in this process: it leaves, so that nothing it has read comes twice, and learns the reason when it comes back.</summary>
    public void Leave(Func<Exception> failure)
    {
        lock (_gate)
        {
            if (!_left)
                Leave_NeedsLock();
            _failure ??= failure;
            _news.Happen();
        }

        _outbox.Pump();
    }

    private void Leave_NeedsLock()
    {
        FinishInHand_NeedsLock();
        _left = true;
        if (_failure is null)
            GiveBack_NeedsLock(closed: true);
    }

    private Parcel HandOut_NeedsLock()
    {
        // First the note, then the message: what was begun is known to have been.
        _handedOut++;
        _inHand = true;
        if (Slot >= 0 && _failure is null)
            _page.HandOut(Slot, _handedOut);
        return _inbox.TakeFirst();
    }

    private void FinishInHand_NeedsLock()
    {
        if (!_inHand)
            return;
        _inHand = false;
        if (Slot >= 0 && _failure is null)
            _page.Finish(Slot, _handedOut);
    }

    /// <summary>Asks for more when little is left, and says what is finished when nothing is.</summary>
    private bool Ask_NeedsLock()
    {
        if (_failure is not null || _done || _left)
            return false;
        var ahead = _inbox.Count + _coming;
        var isDry = _inbox.Count == 0 && !_inHand;
        if (ahead > 0 && (Slot < 0 || ahead * 2 > _pace.Ahead) && (!isDry || _said == Finished))
            return false;
        var wanted = isDry || Slot >= 0 ? Math.Max(0, (Slot < 0 ? 1 : _pace.Next(_handedOut)) - ahead) : 0;
        if (wanted == 0 && (_said == Finished || !isDry))
            return false;
        _coming += wanted;
        _said = Finished;
        _outbox.Post(FrameKind.QueueTake, Id, ((long)wanted, Finished, (long)Slot), QueueData.WriteNumbers);
        return true;
    }

    private void GiveBack_NeedsLock(bool closed)
    {
        _said = Finished;
        _outbox.Post(FrameKind.QueueGiveBack, Id, (Finished, _handedOut, closed ? 1L : 0L), QueueData.WriteNumbers);
        _inbox.Clear();
        _coming = 0;
        _round++;
        // What goes back may come again: the end that was told was the end of the round before.
        _done = false;
    }
}
