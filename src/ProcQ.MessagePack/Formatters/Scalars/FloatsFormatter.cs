using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>Writes and reads the vectors and matrices of System.Numerics, which are floats side by side in memory, as arrays of floats.</summary>
internal sealed class FloatsFormatter<T> : MessagePackFormatter<T>
    where T : unmanaged
{
    private static readonly int s_count = Unsafe.SizeOf<T>() / sizeof(float);

    public override void Serialize(ref MessagePackWriter writer, T value)
    {
        writer.WriteArrayHeader(s_count);
        foreach (var number in MemoryMarshal.Cast<T, float>(new ReadOnlySpan<T>(ref value)))
            writer.Write(number);
    }

    public override T Deserialize(ref MessagePackReader reader)
    {
        Counts.Read(ref reader, s_count, typeof(T).Name);
        T value = default;
        foreach (ref var number in MemoryMarshal.Cast<T, float>(new Span<T>(ref value)))
            number = reader.ReadSingle();
        return value;
    }
}
