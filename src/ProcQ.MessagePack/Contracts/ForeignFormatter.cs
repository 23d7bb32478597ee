using System.Buffers;
using ProcQ.MessagePack.Writing;

namespace ProcQ.MessagePack.Contracts;

/// <summary>Generated code that writes a value with a formatter of MessagePack-CSharp.</summary>
internal delegate void ForeignWrite<T>(IBufferWriter<byte> output, T value);

/// <summary>Generated code that reads a value with a formatter of MessagePack-CSharp.</summary>
internal delegate T ForeignRead<T>(ReadOnlyMemory<byte> bytes);

/// <summary>Writes and reads with a formatter that was written for MessagePack-CSharp.</summary>
internal sealed class ForeignFormatter<T>(ForeignWrite<T> write, ForeignRead<T> read) : MessagePackFormatter<T>
{
    public override void Serialize(ref MessagePackWriter writer, T value)
    {
        using var output = ScratchOutput.Rent();
        write(output, value);
        writer.WriteRaw(output.Written);
    }

    public override T Deserialize(ref MessagePackReader reader) => read(reader.ReadRaw().ToArray());
}
