using System.Buffers;

namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Writes and reads blocks of bytes as bin. An array of integers is read as well, as other writers have no bin.</summary>
internal sealed class BinaryFormatter<TBlock>(
    MessagePackFormatter<byte> element,
    Func<TBlock, ReadOnlyMemory<byte>?> open,
    Func<byte[]?, TBlock> build
) : MessagePackFormatter<TBlock>
{
    public override void Serialize(ref MessagePackWriter writer, TBlock value)
    {
        if (open(value) is { } bytes)
            writer.WriteBinary(bytes.Span);
        else
            writer.WriteNil();
    }

    public override TBlock Deserialize(ref MessagePackReader reader)
    {
        if (reader.NextType == MessagePackType.Array)
            return build(Elements.Read(ref reader, element));
        return build(reader.ReadBytes() is { } bytes ? Copy(bytes) : null);
    }

    /// <summary>As ToArray, without zeroing first what is overwritten at once.</summary>
    private static byte[] Copy(in ReadOnlySequence<byte> bytes)
    {
        var copy = GC.AllocateUninitializedArray<byte>(checked((int)bytes.Length));
        bytes.CopyTo(copy);
        return copy;
    }
}
