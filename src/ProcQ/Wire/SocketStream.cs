using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using ProcQ.Interop;

namespace ProcQ.Wire;

/// <summary>
/// A connected Unix pipe end (a local socket) as a stream of plain blocking calls. The runtime's own pipe streams turn a socket
/// non-blocking at its first asynchronous write; from then on each blocking read takes a detour through another thread (measured:
/// 17 µs instead of 12 for a round trip), and in a fresh process they cost the load of four assemblies.
/// </summary>
internal sealed unsafe class SocketStream : Stream
{
    private const int CloseForWriting = 1;
    private const int CloseBothWays = 2;

    // How long an asynchronous write may hold its caller when the other side has stopped reading for a moment.
    private const int PatienceMilliseconds = 2;

    // Without these a write to a peer that is gone would be a signal. macOS has no such flag; the runtime ignores the signal there.
    private static readonly int NoSignal = OperatingSystem.IsMacOS() ? 0 : 0x4000;
    private static readonly int DoNotWait = OperatingSystem.IsMacOS() ? 0x80 : 0x40;

    private readonly SafeFileHandle _socket;

    public SocketStream(SafeFileHandle socket) => _socket = socket;

    /// <summary>Bytes or the end wait to be read: whoever is to read them has only not come to it.</summary>
    public bool IsReadable => Wait(SocketEvents.Readable, 0);

    public override bool CanRead => true;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Waits for bytes. Returns 0 at the end, also when the other side died with bytes of ours unread: what it wrote was delivered.</summary>
    public override int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var read = Libc.Receive(_socket, start, buffer.Length, 0);
                if (read >= 0)
                    return (int)read;
                if (Errno.Last == Errno.ConnectionReset)
                    return 0;
                if (Errno.Last == Errno.WouldBlock)
                    Wait(SocketEvents.Readable, Timeout.Infinite);
                else if (Errno.Last != Errno.Interrupted)
                    throw Errno.ToException("Reading from the pipe failed");
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Waits until the other side has room for all of it.</summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var sent = Send(buffer, NoSignal);
            if (sent < 0)
                Wait(SocketEvents.Writable, Timeout.Infinite);
            else
                buffer = buffer[sent..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>
    /// Completes at once while the other side reads. When it does not, the rest is written by a thread of its own, so that a worker that
    /// is busy for seconds holds no thread of the application's pool. The token is looked at before the first byte only: half a frame spoils the pipe.
    /// </summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        try
        {
            var rest = WriteWithoutWaiting(buffer);
            return rest.IsEmpty ? ValueTask.CompletedTask : new ValueTask(WriteOnAnotherThreadAsync(rest));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return ValueTask.FromException(error);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>The other side comes to the end of what was written. What it has written, and still writes, can be read.</summary>
    public void EndWriting()
    {
        try
        {
            // Of a connection that is gone already there is nothing to end: its error says no more than that.
            _ = Libc.Shutdown(_socket, CloseForWriting);
        }
        catch (ObjectDisposedException)
        {
            // Both ways are closed.
        }
    }

    public override void Flush() { }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Ends a read or write that is waiting on another thread, too.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_socket.IsClosed)
        {
            // Closing alone would not wake a blocked call: the handle is kept open until that call returns.
            try
            {
                Libc.Shutdown(_socket, CloseBothWays);
            }
            catch (ObjectDisposedException)
            {
                // Another thread was faster; it shut the socket down as well.
            }
            _socket.Dispose();
        }
        base.Dispose(disposing);
    }

    private ReadOnlyMemory<byte> WriteWithoutWaiting(ReadOnlyMemory<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var sent = Send(buffer.Span, NoSignal | DoNotWait);
            if (sent >= 0)
                buffer = buffer[sent..];
            else if (!Wait(SocketEvents.Writable, PatienceMilliseconds))
                return buffer;
        }
        return buffer;
    }

    private Task WriteOnAnotherThreadAsync(ReadOnlyMemory<byte> rest) =>
        Task.Factory.StartNew(
            () => Write(rest.Span),
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default
        );

    /// <summary>How many bytes were taken, or -1 when there is no room now.</summary>
    private int Send(ReadOnlySpan<byte> buffer, int flags)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var sent = Libc.Send(_socket, start, buffer.Length, flags);
                if (sent >= 0)
                    return (int)sent;
                if (Errno.Last == Errno.WouldBlock)
                    return -1;
                if (Errno.Last != Errno.Interrupted)
                    throw Errno.ToException("Writing to the pipe failed");
            }
        }
    }

    /// <summary>Whether it happened in time. An end or an error counts: the next call reports it.</summary>
    private bool Wait(short what, int milliseconds)
    {
        var counted = false;
        try
        {
            _socket.DangerousAddRef(ref counted);
            var events = new SocketEvents { Descriptor = (int)_socket.DangerousGetHandle(), Wanted = what };
            var happened = Libc.Poll(&events, 1, milliseconds);
            Debug.Assert(happened <= 1);
            return happened != 0;
        }
        finally
        {
            if (counted)
                _socket.DangerousRelease();
        }
    }
}
