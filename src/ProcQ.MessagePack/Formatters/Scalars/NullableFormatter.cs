namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>Writes and reads a value type that may be null.</summary>
internal sealed class NullableFormatter<T>(MessagePackFormatter<T> value) : MessagePackFormatter<T?>
    where T : struct
{
    public override void Serialize(ref MessagePackWriter writer, T? maybe)
    {
        if (maybe is { } present)
            value.Serialize(ref writer, present);
        else
            writer.WriteNil();
    }

    public override T? Deserialize(ref MessagePackReader reader) => reader.TryReadNil() ? null : value.Deserialize(ref reader);
}
