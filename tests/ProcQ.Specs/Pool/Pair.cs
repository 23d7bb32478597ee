using ProcQ.MessagePack;

namespace ProcQ.Specs.Pool;

/// <summary>Travels as two values without a header, which nobody forbids: it is read as it was written.</summary>
[FormattedBy(typeof(PairFormatter))]
public readonly record struct Pair(int Left, int Right);

/// <summary>See <see cref="Pair"/>.</summary>
public sealed class PairFormatter : MessagePackFormatter<Pair>
{
    public override void Serialize(ref MessagePackWriter writer, Pair value)
    {
        writer.Write(value.Left);
        writer.Write(value.Right);
    }

    public override Pair Deserialize(ref MessagePackReader reader) => new(reader.ReadInt32(), reader.ReadInt32());
}
