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
    private bool _broken;

    // Owned by whoever writes: one at a time.
    private FrameBuffer _leaving = new();

    /// <summary>Bytes of messages that wait, those that are being written not counted.</summary>
    public int WaitingBytes => Volatile.Read(ref _waitingBytes);

    /// <summary>A message for the queue.</summary>
    public void Put(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (_broken)
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
            if (_broken)
                return;
            Seal_NeedsLock();
            PlainFrame.Write(_filling, kind, order);
        }
    }

    /// <summary>A frame whose data <paramref name="write"/> writes.</summary>
    public void Post<TState>(FrameKind kind, long order, TState state, Action<FrameBuffer, TState> write)
    {
        lock (_gate)
        {
            if (_broken)
                return;
            Seal_NeedsLock();
            _filling.Begin();
            write(_filling, state);
            _filling.End(kind, order);
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

    private bool IsEmpty_NeedsLock => _putCount == 0 && _filling.IsEmpty;

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
                // The other end is gone; or else half a frame is out, and it must go. Whoever reads from it notices, and accounts for it.
                await pipe.DisposeAsync().ConfigureAwait(false);
                lock (_gate)
                    _broken = true;
            }

            _leaving.Clear();
        }
    }

    private bool TakeOut()
    {
        Waiting? left;
        Waiting? dropped = null;
        bool any;
        lock (_gate)
        {
            Seal_NeedsLock();
            Volatile.Write(ref _waitingBytes, 0);
            (left, _leavingDone, _fillingDone) = (_leavingDone, _fillingDone, null);
            any = !_filling.IsEmpty && !_broken;
            if (any)
            {
                (_filling, _leaving) = (_leaving, _filling);
            }
            else
            {
                _filling.Clear();
                _writing = false;
                (dropped, _leavingDone) = (_leavingDone, null);
            }
        }

        left?.Happen();
        dropped?.Happen();
        return any;
    }

    private void Seal_NeedsLock()
    {
        if (_putCount == 0)
            return;
        _filling.Begin();
        var writer = new MessagePackWriter(_filling);
        writer.WriteArrayHeader(_putCount);
        writer.WriteRaw(_puts.WrittenSpan);
        writer.Flush();
        _filling.End(FrameKind.QueuePut, _putCount);
        _putCount = 0;
        _puts.ResetWrittenCount();
    }
}
