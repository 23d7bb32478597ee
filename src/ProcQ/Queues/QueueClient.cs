using System.Collections.Concurrent;
using System.Diagnostics;
using ProcQ.Wire;

namespace ProcQ.Queues;

/// <summary>A queue of another process, seen from this one: one connection for all who use it here, made when it is first used.</summary>
internal sealed class QueueClient(QueueAddress address)
{
    // More would only wait here instead of there.
    private const int MostUnsentBytes = 1024 * 1024;

    private readonly Lock _connecting = new();
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<long, LookAnswer> _looks = new();
    private readonly Waiting _welcomed = new();
    private Link? _link;
    private long _lookCount;

    // Guarded by the gate.
    private readonly ClientCredit _credit = new(address.Capacity);
    private bool _ended;
    private Timer? _returnTimer;
    private bool _returnsLater;
    private Exception? _failure;

    public QueueAddress Address => address;

    /// <summary>What is known of those who read here.</summary>
    public ClientReaders Readers { get; } = new();

    public Outbox Outbox => Connected().Outbox;

    /// <summary>Puts a message if there is credit; null when it was put, else what to wait for.</summary>
    public Waiting? TryPut(ReadOnlySpan<byte> message)
    {
        var link = Connected();
        Waiting? wait = null;
        lock (_gate)
        {
            ThrowIfUnusable_NeedsLock();
            if (link.Outbox.WaitingBytes > MostUnsentBytes)
                wait = link.Outbox.Emptying();
            if (wait is null && _credit.TryUse())
                link.Outbox.Put(message);
            else
                wait ??= _credit.News;
            if (_credit.ToAsk() is > 0 and var wanted)
                link.Outbox.Post(FrameKind.QueueAsk, wanted);
        }

        if (wait is null)
            link.Flusher.Flush();
        else
            link.Outbox.Pump();
        return wait;
    }

    /// <summary>How many messages wait in the queue; credit for one is given if there is room and it is wanted.</summary>
    public int Look(bool wantsCredit)
    {
        var link = Connected();
        var answer = new LookAnswer();
        var number = Interlocked.Increment(ref _lookCount);
        _looks[number] = answer;
        link.Outbox.Post(FrameKind.QueueLook, number, wantsCredit ? 1 : 0, QueueData.WriteNumber);
        link.Outbox.Pump();
        lock (_gate)
        {
            if (_failure is not null)
                answer.Told.Happen();
        }

        answer.Told.Wait(CancellationToken.None);
        _looks.TryRemove(number, out _);
        if (!answer.IsKnown)
            ThrowIfUnusable();
        return answer.Count;
    }

    public void End()
    {
        var link = Connected();
        link.Outbox.Post(FrameKind.QueueEnd, 0);
        link.Outbox.Pump();
    }

    /// <summary>Ends the connection. What was put is in; what was read and not handed out goes to others.</summary>
    public void Dispose()
    {
        Link? link;
        lock (_connecting)
        {
            link = _link;
            Fail(QueueErrors.Disposed());
        }

        if (link is null)
            return;
        Settle();
        link.Pipe.Dispose();
        if (Thread.CurrentThread != link.Thread)
            link.Thread.Join();
    }

    private void Settle()
    {
        if (_link is not { } link)
            return;
        link.Outbox.Pump();
        link.Outbox.Emptying()?.Wait(CancellationToken.None);
    }

    private void ThrowIfUnusable()
    {
        lock (_gate)
        {
            if (_failure is not null)
                throw Again(_failure);
        }
    }

    private void ThrowIfUnusable_NeedsLock()
    {
        if (_failure is not null)
            throw Again(_failure);
        if (_ended)
            throw QueueErrors.Ended();
    }

    // One exception for each who is told, with a stack trace of its own.
    private Exception Again(Exception failure) =>
        failure is ObjectDisposedException ? QueueErrors.Disposed() : QueueErrors.Lost(address.Owner, failure.InnerException);

    private Link Connected()
    {
        var link = Volatile.Read(ref _link);
        if (link is null)
        {
            lock (_connecting)
            {
                ThrowIfUnusable();
                link = _link ?? Connect();
            }
        }

        _welcomed.Wait(CancellationToken.None);
        return link;
    }

    private Link Connect()
    {
        Stream? pipe = null;
        try
        {
            pipe = PipeDialer.Dial(address.Pipe);
            Greeting.Introduce(pipe, address.Secret);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ProcQException)
        {
            pipe?.Dispose();
            var lost = QueueErrors.Lost(address.Owner, e);
            Fail(lost);
            throw lost;
        }

        var outbox = new Outbox(pipe);
        var link = new Link(
            pipe,
            outbox,
            new Flusher(outbox),
            new Thread(Run) { IsBackground = true, Name = $"ProcQ queue of process {address.Owner}" }
        );
        Volatile.Write(ref _link, link);
        SideTraffic.Add(Settle);
        link.Thread.Start(link);
        return link;
    }

    private void Run(object? state)
    {
        var link = (Link)state!;
        Exception? cause = null;
        try
        {
            using var frames = new FrameReader(link.Pipe, address.MaxFrameBytes, Handle);
            while (frames.ReadSome()) { }
        }
        catch (Exception e)
        {
            // Whatever it is, this queue is of no use any more; the process is.
            cause = e;
        }

        link.Pipe.Dispose();
        Fail(QueueErrors.Lost(address.Owner, cause ?? link.Outbox.Failure));
        link.Flusher.Stop();
        SideTraffic.Remove(Settle);
    }

    /// <summary>The queue is of no use here any more, and all who wait learn it. The first reason stays.</summary>
    private void Fail(Exception failure)
    {
        QueueDirectory.Remove(this);
        lock (_gate)
        {
            _failure ??= failure;
            failure = _failure;
            _credit.Wake();
        }

        // Who waits for the welcome must find the failure afterwards.
        Readers.Fail(() => Again(failure), failure is ObjectDisposedException);
        _welcomed.Happen();
        foreach (var answer in _looks.Values)
            answer.Told.Happen();
    }

    private void Handle(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.QueueWelcome:
                Readers.Open(ReaderPage.Open(QueueData.ReadText(frame)));
                _welcomed.Happen();
                break;
            case FrameKind.QueueGrant:
                lock (_gate)
                    _credit.Granted((int)frame.Order, asAsked: true);
                break;
            case FrameKind.QueueRecall:
                if (!ReturnsLater())
                    GiveCreditBack();
                break;
            case FrameKind.QueueEnded:
                lock (_gate)
                {
                    _ended = true;
                    _credit.Wake();
                }

                GiveCreditBack();
                break;
            case FrameKind.QueueLooked:
                Looked(frame);
                break;
            case FrameKind.QueueMessages:
                var parcels = QueueData.ReadMessages(frame, out var reader, out var round);
                Readers.Find(reader)?.Receive(parcels, round);
                break;
            case FrameKind.QueueDone:
                Readers.Find(frame.Order)?.Done(PlainFrame.ReadNumber(frame));
                break;
            default:
                throw new ProtocolException($"Who uses a queue is not sent frames of kind {frame.Kind}.");
        }
    }

    /// <summary>What has just been granted is for somebody who is waking up: taken back at once it would go round without ever being used.</summary>
    private bool ReturnsLater()
    {
        lock (_gate)
        {
            if (!_returnsLater && !_credit.WasJustGranted(Stopwatch.GetTimestamp()))
                return false;
            _returnTimer ??= new Timer(static client => ((QueueClient)client!).GiveCreditBack(), this, -1, -1);
            if (!_returnsLater)
                _returnTimer.Change(1, Timeout.Infinite);
            return _returnsLater = true;
        }
    }

    private void GiveCreditBack()
    {
        var outbox = _link!.Outbox;
        lock (_gate)
        {
            _returnsLater = false;
            outbox.Post(FrameKind.QueueReturn, _credit.GiveBack());
        }

        outbox.Pump();
    }

    private void Looked(in Frame frame)
    {
        var (count, granted, _) = QueueData.ReadNumbers(frame);
        if (granted > 0)
        {
            lock (_gate)
                _credit.Granted((int)granted, asAsked: false);
        }

        if (_looks.TryGetValue(frame.Order, out var answer))
            answer.Tell((int)count);
    }

    /// <summary>A connection and what belongs to it.</summary>
    private sealed record Link(Stream Pipe, Outbox Outbox, Flusher Flusher, Thread Thread);
}
