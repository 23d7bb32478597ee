using System.IO.Pipelines;
using System.Net.Sockets;

namespace ProcQ.Wire;

/// <summary>
/// Reads frames from a pipe until it ends, on the calling thread: a dedicated one, so that a starved thread pool cannot keep anybody from
/// reading. Nothing here is awaited, which also spares a starting worker the compilation of a dozen state machines.
/// </summary>
internal static class FrameReader
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

    /// <summary>
    /// Hands each frame to <paramref name="handle"/> and returns when the other side has closed or reset the pipe. Half a frame at the end,
    /// or one that breaks the rules, throws <see cref="ProtocolException"/>.
    /// </summary>
    public static void ReadToEnd(Stream stream, int maxFrameBytes, Action<Frame> handle)
    {
        var pipe = new Pipe(Unpaused);
        try
        {
            while (Fill(stream, pipe.Writer))
                Drain(pipe.Reader, maxFrameBytes, handle);
            if (pipe.Reader.TryRead(out var rest) && !rest.Buffer.IsEmpty)
                throw new ProtocolException($"The pipe ended {rest.Buffer.Length} bytes into a frame.");
        }
        finally
        {
            pipe.Writer.Complete();
            pipe.Reader.Complete();
        }
    }

    /// <summary>Waits for bytes; false at the end. What a dead process leaves unread becomes a reset, and means no more than its end.</summary>
    private static bool Fill(Stream stream, PipeWriter into)
    {
        int read;
        try
        {
            read = stream.Read(into.GetMemory(LeastReadBytes).Span);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
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

    private static void Drain(PipeReader from, int maxFrameBytes, Action<Frame> handle)
    {
        if (!from.TryRead(out var read))
            return;
        var buffer = read.Buffer;
        while (FrameParser.TryTake(ref buffer, maxFrameBytes, out var frame))
            handle(frame);
        from.AdvanceTo(buffer.Start, buffer.End);
    }
}
