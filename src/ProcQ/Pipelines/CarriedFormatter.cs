using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Pipelines;

/// <summary>Writes the value; reads it as bytes, unseen. That it can travel at all is known at once: the formatter of its type is made first.</summary>
internal sealed class CarriedFormatter<T> : MessagePackFormatter<Carried<T>>
{
    private readonly MessagePackFormatter<T> _formatter = MessagePackCodec.GetFormatter<T>();

    public override void Serialize(ref MessagePackWriter writer, Carried<T> value)
    {
        if (value.Bytes is { } bytes)
            writer.WriteRaw(bytes);
        else
            _formatter.Serialize(ref writer, value.Value);
    }

    public override Carried<T> Deserialize(ref MessagePackReader reader) => Carried<T>.Of(reader.ReadRaw().ToArray());
}
