using System.Buffers;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Queues;

/// <summary>
/// What waits to be written to the other end. Anybody posts, under any lock; whoever pumps may end up writing for all, and nobody waits for an end that does
/// not read. Messages that are put one after the other leave in one frame.
/// </summary>
internal sealed class Outbox(Stream pipe)
{
    // More messages in one frame do not make it any cheaper.
    private const int PutBytes = 32 * 1024;

    private readonly Lock _gate = new();

    // Guarded by the gate.
    private readonly ArrayBufferWriter<byte> _puts = new();
    private int _putCount;
    private int _waitingBytes;
    private FrameBuffer _filling = new();
    private Waiting? _fillingDone;
    private Waiting? _leavingDone;
    private bool _writing;
    private OutboxPhase _phase;

    // Owned by whoever writes: one at a time.
    private FrameBuffer _leaving = new();

    /// <summary>Bytes of messages that wait, those that are being written not counted.</summary>
    public int WaitingBytes => Volatile.Read(ref _waitingBytes);

    /// <summary>Why a frame could not be made, if that is why nothing is written any more.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>A message for the queue.</summary>
    public void Put(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (_phase != OutboxPhase.Open)
                return;
            var writer = new MessagePackWriter(_puts);
            writer.WriteBinary(message);
            writer.Flush();
            _putCount++;
            Volatile.Write(ref _waitingBytes, _waitingBytes + message.Length);
            if (_puts.WrittenCount >= PutBytes)
                Seal_NeedsLock();
        }
    }

    /// <summary>A frame without data.</summary>
    public void Post(FrameKind kind, long order)
    {
        lock (_gate)
        {
            if (_phase != OutboxPhase.Open)
                return;
            Seal_NeedsLock();
            Append_NeedsLock(kind, order, 0, static (frames, _) => QueueData.WriteNil(frames));
        }
    }

    /// <summary>A frame whose data <paramref name="write"/> writes.</summary>
    public void Post<TState>(FrameKind kind, long order, TState state, Action<FrameBuffer, TState> write)
    {
        lock (_gate)
        {
            if (_phase != OutboxPhase.Open)
                return;
            Seal_NeedsLock();
            Append_NeedsLock(kind, order, state, write);
        }
    }

    /// <summary>Writes what waits, unless somebody else is at it, who will then write this as well.</summary>
    public void Pump()
    {
        lock (_gate)
        {
            if (_writing || IsEmpty_NeedsLock)
                return;
            _writing = true;
        }

        _ = WriteAllAsync();
    }

    /// <summary>What happens when all that was posted before is with the system, or lost; null if it is. What others post meanwhile is not waited for.</summary>
    public Waiting? Emptying()
    {
        lock (_gate)
        {
            if (!IsEmpty_NeedsLock)
                return _fillingDone ??= new Waiting();
            return _writing ? _leavingDone ??= new Waiting() : null;
        }
    }

    private bool IsEmpty_NeedsLock => _putCount == 0 && _filling.IsEmpty && _phase != OutboxPhase.Breaking;

    private async Task WriteAllAsync()
    {
        while (TakeOut())
        {
            try
            {
                await pipe.WriteAsync(_leaving.Written).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The other end is gone; or else half a frame is out, and it must go. The pipe stays open: what that end has written before is still to be
                // read, and is not lost with it. Whoever reads from the pipe comes to its end, accounts for it, and disposes of the pipe.
                lock (_gate)
                    _phase = OutboxPhase.Breaking;
            }

            _leaving.Clear();
        }
    }

    private bool TakeOut()
    {
        Waiting? left;
        Waiting? dropped = null;
        bool any;
        var breaks = false;
        lock (_gate)
        {
            Seal_NeedsLock();
            Volatile.Write(ref _waitingBytes, 0);
            (left, _leavingDone, _fillingDone) = (_leavingDone, _fillingDone, null);
            any = !_filling.IsEmpty && _phase == OutboxPhase.Open;
            if (any)
            {
                (_filling, _leaving) = (_leaving, _filling);
            }
            else
            {
                _filling.Clear();
                _writing = false;
                (dropped, _leavingDone) = (_leavingDone, null);
                breaks = _phase == OutboxPhase.Breaking;
                if (breaks)
                    _phase = OutboxPhase.Broken;
            }
        }

        if (breaks)
            EndWriting();
        left?.Happen();
        dropped?.Happen();
        return any;
    }

    /// <summary>The other end reads to here, and ends the connection; one that is gone already has no need of it.</summary>
    private void EndWriting()
    {
        // A pipe of Windows has no half that could be ended. If writing to it failed it is broken, and then reading ends as well; if it is this end that
        // gave up, the other one would wait for ever.
        if (pipe is SocketStream socket)
            socket.EndWriting();
        else if (Failure is not null)
            pipe.Dispose();
    }

    private void Seal_NeedsLock()
    {
        if (_putCount == 0)
            return;
        Append_NeedsLock(FrameKind.QueuePut, _putCount, (_puts, _putCount), QueueData.WritePuts);
        _putCount = 0;
        _puts.ResetWrittenCount();
    }

    /// <summary>
    /// One frame more. If it does not fit, into an array or into memory, this connection ends, and nobody else pays for it: whoever posts may be serving
    /// another. What was in the frame is accounted for by whoever reads from the pipe.
    /// </summary>
    private void Append_NeedsLock<TState>(FrameKind kind, long order, TState state, Action<FrameBuffer, TState> write)
    {
        if (_phase != OutboxPhase.Open)
            return;
        var start = _filling.Length;
        try
        {
            _filling.Begin();
            write(_filling, state);
            _filling.End(kind, order);
        }
        catch (Exception e)
        {
            _filling.Truncate(start);
            _phase = OutboxPhase.Breaking;
            Failure = e;
        }
    }
}
