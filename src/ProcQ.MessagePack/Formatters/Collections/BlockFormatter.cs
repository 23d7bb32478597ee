namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Writes and reads types that show a block of memory (segments, memories, immutable arrays) without a copy on the way out.</summary>
internal sealed class BlockFormatter<TBlock, T>(
    MessagePackFormatter<T> element,
    Func<TBlock, ReadOnlyMemory<T>?> open,
    Func<T[]?, TBlock> build
) : MessagePackFormatter<TBlock>
{
    public override void Serialize(ref MessagePackWriter writer, TBlock value)
    {
        if (open(value) is not { } items)
        {
            writer.WriteNil();
            return;
        }

        writer.Enter();
        Elements.Write(ref writer, element, items.Span);
        writer.Leave();
    }

    public override TBlock Deserialize(ref MessagePackReader reader) =>
        build(reader.TryReadNil() ? null : Elements.Read(ref reader, element));
}
