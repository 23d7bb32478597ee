namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Writes and reads arrays of one dimension.</summary>
internal sealed class ArrayFormatter<T>(MessagePackFormatter<T> element, bool mayCycle) : MessagePackFormatter<T[]?>
{
    public override void Serialize(ref MessagePackWriter writer, T[]? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.Enter(value, mayCycle);
        // Not through a span of T[] directly: an array of a derived element type is allowed here and would be refused there.
        Elements.Write(ref writer, element, Elements.Snapshot<T>(value));
        writer.Leave(value, mayCycle);
    }

    public override T[]? Deserialize(ref MessagePackReader reader) =>
        reader.TryReadNil() ? null : Elements.Read(ref reader, element);
}
