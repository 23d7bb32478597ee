using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace ProcQ.Tests.Wire;

/// <summary>Keeps the values and writes their numbers. It cannot write <see cref="Cursed"/>.</summary>
internal sealed class MemoryCodec : IPayloadCodec
{
    public const string Cursed = "cursed";

    private static readonly ConcurrentDictionary<int, object?> Values = new();
    private static int _last;

    public void Write<T>(IBufferWriter<byte> output, T value)
    {
        var number = Interlocked.Increment(ref _last);
        Values[number] = value;
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), number);
        output.Advance(sizeof(int));
        if (value is Cursed)
            throw new FormatException("It cannot be written.");
    }

    public T Read<T>(in ReadOnlySequence<byte> bytes) => (T)Values[BinaryPrimitives.ReadInt32LittleEndian(bytes.ToArray())]!;
}
