using System.IO.Pipelines;
using System.Net.Sockets;

namespace ProcQ.Wire;

/// <summary>
/// Reads frames from a pipe, on the calling thread: never one of the thread pool, which may be starved. Nothing here is awaited, which also
/// spares a starting worker the compilation of a dozen state machines. Used by one thread at a time.
/// </summary>
internal sealed class FrameReader(Stream stream, int maxFrameBytes, Action<Frame> handle) : IDisposable
{
    private const int SegmentBytes = 128 * 1024;
    private const int LeastReadBytes = 4096;

    // Never pauses the writing end: it and the reading end are this one thread, and a frame's length is bounded anyway.
    private static readonly PipeOptions Unpaused = new(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 0,
        resumeWriterThreshold: 0,
        minimumSegmentSize: SegmentBytes,
        useSynchronizationContext: false
    );

    private readonly Pipe _pipe = new(Unpaused);

    /// <summary>What reading ended with, when it was not the end of the pipe.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>
    /// Hands each frame to <paramref name="handle"/> and returns when the other side has closed or reset the pipe. One that breaks the rules throws
    /// <see cref="ProtocolException"/>; half of one at the end does not: its sender died while it wrote, which is the news. How many bytes there were of
    /// that one is returned.
    /// </summary>
    public static long ReadToEnd(Stream stream, int maxFrameBytes, Action<Frame> handle)
    {
        using var reader = new FrameReader(stream, maxFrameBytes, handle);
        while (reader.ReadSome()) { }
        // What was looked at already is given out again only when it is sure that nothing follows.
        reader._pipe.Writer.Complete();
        return reader._pipe.Reader.TryRead(out var rest) ? rest.Buffer.Length : 0;
    }

    /// <summary>Waits for bytes and handles the frames that they complete; false at the end.</summary>
    public bool ReadSome()
    {
        if (!Fill())
            return false;
        Drain();
        return true;
    }

    public void Dispose()
    {
        _pipe.Writer.Complete();
        _pipe.Reader.Complete();
    }

    /// <summary>Waits for bytes; false at the end. What a dead process leaves unread becomes a reset, and means no more than its end.</summary>
    private bool Fill()
    {
        var into = _pipe.Writer;
        int read;
        try
        {
            read = stream.Read(into.GetMemory(LeastReadBytes).Span);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            Failure = e;
            return false;
        }

        into.Advance(read);
        Publish(into.FlushAsync());
        return read > 0;
    }

    private static void Publish(in ValueTask<FlushResult> flush)
    {
        if (!flush.IsCompleted)
            throw new InvalidOperationException("A pipe without a threshold paused its writer.");
    }

    private void Drain()
    {
        var from = _pipe.Reader;
        if (!from.TryRead(out var read))
            return;
        var buffer = read.Buffer;
        while (FrameParser.TryTake(ref buffer, maxFrameBytes, out var frame))
            handle(frame);
        from.AdvanceTo(buffer.Start, buffer.End);
    }
}
