namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Writes and reads any collection that can be enumerated and be made from an array.</summary>
internal sealed class SequenceFormatter<TCollection, T>(
    MessagePackFormatter<T> element,
    bool mayCycle,
    Func<T[], TCollection> build
) : MessagePackFormatter<TCollection>
    where TCollection : IEnumerable<T>
{
    public override void Serialize(ref MessagePackWriter writer, TCollection value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.Enter(value, mayCycle);
        Elements.Write(ref writer, element, Snapshot(value));
        writer.Leave(value, mayCycle);
    }

    public override TCollection Deserialize(ref MessagePackReader reader)
    {
        if (default(TCollection) is null && reader.TryReadNil())
            return default!;
        var items = Elements.Read(ref reader, element);
        try
        {
            return build(items);
        }
        catch (Exception failure) when (UserCode.Failed(failure))
        {
            throw UserCode.ReadFailure(reader, typeof(TCollection), failure);
        }
    }

    private static ReadOnlySpan<T> Snapshot(TCollection value)
    {
        try
        {
            return Elements.Snapshot(value);
        }
        catch (Exception failure) when (UserCode.Failed(failure))
        {
            throw UserCode.WriteFailure(typeof(TCollection), failure);
        }
    }
}
