using System.Runtime.CompilerServices;

namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>Writes and reads a primitive; many of them with one check of room for a whole block.</summary>
internal sealed class PrimitiveFormatter<T, TForm> : MessagePackFormatter<T>
    where T : unmanaged
    where TForm : struct, IPrimitiveForm<T>
{
    private const int Block = 512;

    public override void Serialize(ref MessagePackWriter writer, T value)
    {
        ref var at = ref writer.Reserve(TForm.MaxBytes);
        writer.Advance(TForm.Encode(ref at, value));
    }

    public override T Deserialize(ref MessagePackReader reader) => TForm.Read(ref reader);

    public override void SerializeMany(ref MessagePackWriter writer, ReadOnlySpan<T> values)
    {
        while (!values.IsEmpty)
        {
            var block = values[..Math.Min(values.Length, Block)];
            ref var start = ref writer.Reserve(block.Length * TForm.MaxBytes);
            var used = 0;
            foreach (var value in block)
                used += TForm.Encode(ref Unsafe.Add(ref start, used), value);
            writer.Advance(used);
            values = values[block.Length..];
        }
    }

    public override void DeserializeMany(ref MessagePackReader reader, Span<T> values)
    {
        var i = 0;
        try
        {
            for (; i < values.Length; i++)
                values[i] = TForm.Read(ref reader);
        }
        catch (MessagePackException failure) when (failure.Inside(i))
        {
            throw;
        }
    }
}
