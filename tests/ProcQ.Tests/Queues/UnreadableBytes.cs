using System.Buffers;

namespace ProcQ.Tests.Queues;

/// <summary>A message whose bytes cannot be copied into a frame, as if there were no room for them.</summary>
internal sealed class UnreadableBytes : MemoryManager<byte>
{
    public ReadOnlyMemory<byte> All => CreateMemory(8);

    public override Span<byte> GetSpan() => throw new InvalidOperationException("These bytes do not fit.");

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin() { }

    protected override void Dispose(bool disposing) { }
}
