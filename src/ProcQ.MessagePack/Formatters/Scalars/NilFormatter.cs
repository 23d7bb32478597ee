namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>Writes and reads a type with a single value, such as MessagePack's own Nil, as null.</summary>
internal sealed class NilFormatter<T> : MessagePackFormatter<T>
    where T : struct
{
    public override void Serialize(ref MessagePackWriter writer, T value) => writer.WriteNil();

    public override T Deserialize(ref MessagePackReader reader)
    {
        reader.ReadNil();
        return default;
    }
}
