using System.Runtime.InteropServices;

namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Writes and reads lists.</summary>
internal sealed class ListFormatter<T>(MessagePackFormatter<T> element, bool mayCycle) : MessagePackFormatter<List<T>?>
{
    public override void Serialize(ref MessagePackWriter writer, List<T>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.Enter(value, mayCycle);
        Elements.Write(ref writer, element, CollectionsMarshal.AsSpan(value));
        writer.Leave(value, mayCycle);
    }

    public override List<T>? Deserialize(ref MessagePackReader reader) =>
        reader.TryReadNil() ? null : [.. Elements.Read(ref reader, element)];
}
