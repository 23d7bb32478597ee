using System.Buffers;
using ProcQ.MessagePack.Reading;
using ProcQ.MessagePack.Writing;

namespace ProcQ.MessagePack.Contracts;

/// <summary>Writes and reads with a formatter that was written for MessagePack-CSharp.</summary>
internal sealed class ForeignFormatter<T>(ForeignWrite<T> write, ForeignRead<T> read) : MessagePackFormatter<T>
{
    public override void Serialize(ref MessagePackWriter writer, T value)
    {
        using var output = ScratchOutput.Rent();
        write(output, value);
        ThrowIfTooDeep(writer.Levels, output.Written);
        writer.WriteRaw(output.Written.Span);
    }

    public override T Deserialize(ref MessagePackReader reader) => read(reader.ReadRawForOthers().ToArray());

    /// <summary>It knows nothing of limits. What nests deeper than a reader lets it read would be written here and lost there.</summary>
    private static void ThrowIfTooDeep((int Used, int Left) levels, ReadOnlyMemory<byte> value)
    {
        if (value.IsEmpty)
            return;
        var bytes = new ByteCursor(value);
        var left = Math.Min(levels.Left, MessagePackOptions.Default.MaxDepth);
        if (!ValueSkipping.TrySkip(ref bytes, left))
            WriteFaults.TooDeep(levels.Used + left);
    }
}
