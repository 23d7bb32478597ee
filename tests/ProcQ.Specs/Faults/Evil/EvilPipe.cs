using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProcQ.Wire;

namespace ProcQ.Specs.Faults.Evil;

/// <summary>A worker's end of its pipe: whole frames in, any bytes out, in whatever pieces.</summary>
internal sealed partial class EvilPipe : IDisposable
{
    // Bytes at either end of a message that travel alone where all should: what frames are made of is there. What is in between goes in larger pieces.
    private const int Alone = 256;
    private const int Piece = 8 * 1024;

    // How many bytes that were sent nobody has taken yet (SIOCOUTQ).
    private const nuint NotTaken = 0x5411;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly int _maxFrameBytes;
    private byte[] _bytes = new byte[64 * 1024];
    private int _start;
    private int _end;

    private EvilPipe(int maxFrameBytes) => _maxFrameBytes = maxFrameBytes;

    public static EvilPipe Connect(StartLine line)
    {
        var pipe = new EvilPipe(line.MaxFrameBytes);
        pipe._socket.Connect(new UnixDomainSocketEndPoint(line.Pipe));
        return pipe;
    }

    /// <summary>The other side hears nothing more, and can go on talking.</summary>
    public void CloseForWriting() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Nobody can write to it any more.</summary>
    public void CloseForReading() => _socket.Shutdown(SocketShutdown.Receive);

    public void Dispose() => _socket.Dispose();

    /// <summary>Sends all of it at once; waits while the pipe is full.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[_socket.Send(bytes)..];
    }

    /// <summary>Sends each byte only when the one before it has been taken.</summary>
    public void SendPiecemeal(ReadOnlySpan<byte> bytes, CancellationToken gone)
    {
        for (var sent = 0; sent < bytes.Length; )
        {
            var middle = bytes.Length - Alone - sent;
            var length = sent < Alone || middle <= 0 ? 1 : Math.Min(middle, Piece);
            Send(bytes.Slice(sent, length));
            AwaitTaken(gone);
            sent += length;
        }
    }

    /// <summary>Waits until the other side has taken all that was sent.</summary>
    public void AwaitTaken(CancellationToken gone)
    {
        var spin = default(SpinWait);
        while (Ioctl((int)_socket.Handle, NotTaken, out var left) == 0 && left > 0)
        {
            gone.ThrowIfCancellationRequested();
            spin.SpinOnce();
        }
    }

    /// <summary>Waits until something has come that nobody has read.</summary>
    public void AwaitUnread(CancellationToken gone)
    {
        var spin = default(SpinWait);
        while (_socket.Available == 0)
        {
            gone.ThrowIfCancellationRequested();
            spin.SpinOnce();
        }
    }

    /// <summary>The next frame, valid until the one after it; false at the end.</summary>
    public bool TryRead(out Frame frame)
    {
        while (true)
        {
            var bytes = new ReadOnlySequence<byte>(_bytes, _start, _end - _start);
            if (FrameParser.TryTake(ref bytes, _maxFrameBytes, out frame))
            {
                _start = _end - (int)bytes.Length;
                return true;
            }

            if (!Fill())
                return false;
        }
    }

    /// <summary>Reads what is there, of any shape; 0 at the end.</summary>
    public int ReadRaw(Span<byte> into)
    {
        try
        {
            return _socket.Receive(into);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The other side is gone with bytes of ours unread.
            return 0;
        }
    }

    private bool Fill()
    {
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        (_start, _end) = (0, _end - _start);
        if (_end == _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        var read = ReadRaw(_bytes.AsSpan(_end));
        _end += read;
        return read > 0;
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ioctl(int descriptor, nuint request, out int value);
}
