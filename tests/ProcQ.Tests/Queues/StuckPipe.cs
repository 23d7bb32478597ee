namespace ProcQ.Tests.Queues;

/// <summary>A pipe whose other end reads when it is told to.</summary>
internal sealed class StuckPipe : MemoryStream
{
    private readonly SemaphoreSlim _reads = new(0);

    /// <summary>One write may be done.</summary>
    public void Release() => _reads.Release();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(_reads.WaitAsync(cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reads.Dispose();
        base.Dispose(disposing);
    }
}
