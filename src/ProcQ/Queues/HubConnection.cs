using System.Runtime.InteropServices;
using ProcQ.Wire;

namespace ProcQ.Queues;

/// <summary>One process that uses a queue, seen from the queue: a thread that reads what it says, and what its readers hold.</summary>
internal sealed class HubConnection
{
    private const int MostWanted = 4096;
    private const int MostReaders = 100_000;

    private readonly QueueHub _hub;
    private readonly QueueCore _queue;
    private readonly Stream _pipe;
    private readonly string _pagePath;
    private readonly ReaderPage _page;
    private readonly Outbox _outbox;
    private readonly RemotePutter _putter;
    private readonly Thread _thread;

    // Owned by the thread.
    private readonly Dictionary<long, RemoteTaker> _takers = [];
    private readonly List<Parcel> _puts = [];

    public HubConnection(QueueHub hub, QueueCore queue, Stream pipe, int process, string pagePath)
    {
        (_hub, _queue, _pipe, _pagePath) = (hub, queue, pipe, pagePath);
        _page = ReaderPage.Create(pagePath);
        _outbox = new Outbox(pipe);
        _putter = new RemotePutter(process, _outbox);
        _thread = new Thread(Run) { IsBackground = true, Name = $"ProcQ queue, process {process}" };
    }

    public void Start() => _thread.Start();

    /// <summary>Ends the connection, and waits for its thread.</summary>
    public void Dispose()
    {
        _pipe.Dispose();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    /// <summary>It came too late, and was never started.</summary>
    public void Drop()
    {
        _pipe.Dispose();
        _page.Dispose();
        DeletePage();
    }

    private void Run()
    {
        try
        {
            _outbox.Post(FrameKind.QueueWelcome, 0, _pagePath, QueueData.WriteText);
            _queue.Join(_putter);
            _outbox.Pump();
            Read();
        }
        finally
        {
            _pipe.Dispose();
            Bury();
            _page.Dispose();
            DeletePage();
            _hub.Remove(this);
        }
    }

    private void Read()
    {
        using var frames = new FrameReader(_pipe, _hub.Address.MaxFrameBytes, Handle);
        try
        {
            try
            {
                while (frames.ReadSome())
                    Commit();
            }
            finally
            {
                Commit();
            }
        }
        catch (Exception)
        {
            // Whoever breaks the rules is cut off, and what it held is dealt with as after its death. In whatever way it broke them: nothing that
            // another process sends may end this one.
        }
    }

    private void Handle(Frame frame)
    {
        if (frame.Kind == FrameKind.QueuePut)
        {
            _puts.AddRange(QueueData.ReadPut(frame));
            return;
        }

        Commit();
        switch (frame.Kind)
        {
            case FrameKind.QueueAsk:
                _queue.Ask(_putter, Checked(frame.Order, 1));
                break;
            case FrameKind.QueueReturn:
                _queue.GiveBackCredit(_putter, Checked(frame.Order, 0));
                break;
            case FrameKind.QueueTake:
                Take(frame);
                break;
            case FrameKind.QueueGiveBack:
                GiveBack(frame);
                break;
            case FrameKind.QueueReturnMessages:
                if (!_takers.TryGetValue(frame.Order, out var reader))
                    throw new ProtocolException($"Reader {frame.Order} returns messages and has asked for none.");
                _queue.Return(QueueData.ReadReturned(frame), reader);
                break;
            case FrameKind.QueueEnd:
                _queue.End(QueuePhase.Ended);
                break;
            case FrameKind.QueueLook:
                Look(frame);
                break;
            default:
                throw new ProtocolException($"A queue is not sent frames of kind {frame.Kind}.");
        }
    }

    private void Take(in Frame frame)
    {
        var (wanted, finished, slot) = QueueData.ReadNumbers(frame);
        if (!_takers.TryGetValue(frame.Order, out var taker))
        {
            if (_takers.Count == MostReaders || slot is < -1 or >= ReaderPage.Slots)
                throw new ProtocolException($"A reader at slot {slot} is one too many.");
            taker = new RemoteTaker(NumberOf(frame.Order), (int)slot, _putter.Holdings, _outbox);
            _takers.Add(frame.Order, taker);
            // Both ends have it open.
            if (_takers.Count == 1)
                DeletePage();
        }

        _queue.Take(taker, Checked(wanted, 0), finished);
    }

    private void GiveBack(in Frame frame)
    {
        var (finished, handedOut, closed) = QueueData.ReadNumbers(frame);
        if (!_takers.TryGetValue(frame.Order, out var taker))
            return; // It never asked for anything.
        _queue.GiveBack(taker, finished, handedOut);
        if (closed != 0)
            _takers.Remove(frame.Order);
    }

    private void Look(in Frame frame)
    {
        var wanted = PlainFrame.ReadNumber(frame);
        var count = _queue.Look(_putter, Checked(wanted, 0), out var granted);
        _outbox.Post(FrameKind.QueueLooked, frame.Order, ((long)count, (long)granted, 0L), QueueData.WriteNumbers);
        _outbox.Pump();
    }

    /// <summary>Puts what arrived together together.</summary>
    private void Commit()
    {
        if (_puts.Count == 0)
            return;
        try
        {
            _queue.PutOnCredit(_putter, CollectionsMarshal.AsSpan(_puts));
        }
        finally
        {
            // What was refused is not tried again.
            _puts.Clear();
        }
    }

    private void DeletePage()
    {
        try
        {
            File.Delete(_pagePath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays until its folder goes, and does no harm.
        }
    }

    private void Bury()
    {
        var readers = _takers
            .Values.Select(taker =>
            {
                var (finished, handedOut) = _page.Read(taker.Slot, taker.Finished, taker.Next);
                return (taker, finished, handedOut);
            })
            .ToArray();
        _queue.Losses.Add(_queue.Bury(_putter, readers));
    }

    private static int NumberOf(long reader) =>
        reader is >= 0 and <= int.MaxValue ? (int)reader : throw new ProtocolException($"{reader} is no reader.");

    private static int Checked(long number, int least) =>
        number >= least && number <= MostWanted ? (int)number : throw new ProtocolException($"{number} messages are no number.");
}
