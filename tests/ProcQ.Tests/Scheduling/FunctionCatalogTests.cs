using System.Buffers;
using ProcQ.Engine;
using ProcQ.Functions;
using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling;

/// <summary>The catalog is used under the pool's lock: it must not read megabytes there.</summary>
public class FunctionCatalogTests
{
    [Fact]
    public void Acquire_ANewFunctionWithManyCapturedBytes_DoesNotReadThem()
    {
        var catalog = new FunctionCatalog();
        catalog.Acquire(Capturing(new CountingMemory([1, 2, 3])));
        var bytes = new CountingMemory(new byte[100_000]);
        var definition = Capturing(bytes);
        bytes.Reads = 0;

        var entry = catalog.Acquire(definition);
        catalog.Release(entry, Pace.Unknown);
        Assert.Same(entry, catalog.Acquire(definition));

        Assert.Equal(0, bytes.Reads);
    }

    [Fact]
    public void Acquire_EqualBytesInAnotherDefinition_IsTheSameFunction()
    {
        var catalog = new FunctionCatalog();

        var first = catalog.Acquire(Capturing(new CountingMemory([1, 2, 3])));

        Assert.Same(first, catalog.Acquire(Capturing(new CountingMemory([1, 2, 3]))));
        Assert.NotSame(first, catalog.Acquire(Capturing(new CountingMemory([1, 2, 4]))));
    }

    private static FunctionDefinition Capturing(CountingMemory bytes) => new("f", bytes.Memory, hasCaptures: true);

    private sealed class CountingMemory(byte[] bytes) : MemoryManager<byte>
    {
        public int Reads { get; set; }

        // Of its own, as the property of the base asks for the span to know the length.
        public override Memory<byte> Memory => CreateMemory(bytes.Length);

        public override Span<byte> GetSpan()
        {
            Reads++;
            return bytes;
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin() { }

        protected override void Dispose(bool disposing) { }
    }
}
