namespace ProcQ.MessagePack.Formatters.Objects;

/// <summary>Writes by one way and reads by another.</summary>
internal sealed class AsymmetricFormatter<T>(MessagePackFormatter<T> write, MessagePackFormatter<T> read)
    : MessagePackFormatter<T>
{
    public override void Serialize(ref MessagePackWriter writer, T value) => write.Serialize(ref writer, value);

    public override T Deserialize(ref MessagePackReader reader) => read.Deserialize(ref reader);
}
