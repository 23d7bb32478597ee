using System.Buffers;
using ProcQ.MessagePack.Writing;

namespace ProcQ.MessagePack.Contracts;

/// <summary>Writes and reads with a formatter that was written for MessagePack-CSharp.</summary>
internal sealed class ForeignFormatter<T>(ForeignWrite<T> write, ForeignRead<T> read) : MessagePackFormatter<T>
{
    public override void Serialize(ref MessagePackWriter writer, T value)
    {
        using var output = ScratchOutput.Rent();
        write(output, value);
        writer.WriteRaw(output.Written);
    }

    public override T Deserialize(ref MessagePackReader reader) => read(reader.ReadRawForOthers().ToArray());
}
