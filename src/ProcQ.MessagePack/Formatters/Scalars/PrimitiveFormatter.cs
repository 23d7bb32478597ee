using System.Runtime.CompilerServices;
using ProcQ.MessagePack.Reading;

namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>
/// Writes and reads a primitive; many of them with one check of room for a whole block. That <typeparamref name="T"/> is one is not said by a constraint: what has one
/// on a type of another assembly is not compiled ahead.
/// </summary>
internal sealed class PrimitiveFormatter<T, TForm> : MessagePackFormatter<T>
    where TForm : struct, IPrimitiveForm<T>
{
    private const int Block = 512;

    public override void Serialize(ref MessagePackWriter writer, T value)
    {
        ref var at = ref writer.Reserve(default(TForm).MaxBytes);
        writer.Advance(default(TForm).Encode(ref at, value));
    }

    public override T Deserialize(ref MessagePackReader reader) => default(TForm).Read(ref reader);

    public override void SerializeMany(ref MessagePackWriter writer, ReadOnlySpan<T> values)
    {
        while (!values.IsEmpty)
        {
            var block = values[..Math.Min(values.Length, Block)];
            ref var start = ref writer.Reserve(block.Length * default(TForm).MaxBytes);
            var used = 0;
            foreach (var value in block)
                used += default(TForm).Encode(ref Unsafe.Add(ref start, used), value);
            writer.Advance(used);
            values = values[block.Length..];
        }
    }

    public override void SerializeMany(ref MessagePackWriter writer, ReadOnlySpan<T> values, Span<int> ends)
    {
        ends = ends[..values.Length];
        while (!values.IsEmpty)
        {
            var block = values[..Math.Min(values.Length, Block)];
            var before = checked((int)writer.BytesWritten);
            ref var start = ref writer.Reserve(block.Length * default(TForm).MaxBytes);
            var used = 0;
            for (var i = 0; i < block.Length; i++)
            {
                used += default(TForm).Encode(ref Unsafe.Add(ref start, used), block[i]);
                ends[i] = before + used;
            }

            writer.Advance(used);
            values = values[block.Length..];
            ends = ends[block.Length..];
        }
    }

    public override void DeserializeMany(ref MessagePackReader reader, Span<T> values)
    {
        var i = 0;
        try
        {
            for (; (i += RunDecoding.Read(ref reader.Bytes, values[i..])) < values.Length; i++)
                values[i] = default(TForm).Read(ref reader);
        }
        catch (MessagePackException failure) when (failure.Inside(i))
        {
            throw;
        }
    }
}
