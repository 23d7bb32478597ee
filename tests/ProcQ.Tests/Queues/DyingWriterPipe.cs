using ProcQ.Queues;

namespace ProcQ.Tests.Queues;

/// <summary>A pipe whose other end has written so much and died: what it wrote can be read, and after the first few writes nothing can be written.</summary>
internal sealed class DyingWriterPipe(int goodWrites, params byte[][] reads) : Stream
{
    private int _reads;
    private int _writes;
    private volatile bool _disposed;

    /// <summary>It was disposed of.</summary>
    public Waiting Disposed { get; } = new();

    public override bool CanRead => true;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_reads == reads.Length)
            return 0;
        var next = reads[_reads++];
        next.CopyTo(buffer);
        return next.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Interlocked.Increment(ref _writes) <= goodWrites
            ? ValueTask.CompletedTask
            : ValueTask.FromException(new IOException("Broken pipe."));

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        Disposed.Happen();
        base.Dispose(disposing);
    }
}
