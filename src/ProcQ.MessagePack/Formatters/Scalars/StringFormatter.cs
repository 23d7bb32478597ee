namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>Writes and reads text.</summary>
internal sealed class StringFormatter : MessagePackFormatter<string?>
{
    public override void Serialize(ref MessagePackWriter writer, string? value) => writer.Write(value);

    public override string? Deserialize(ref MessagePackReader reader) => reader.ReadString();

    public override void SerializeMany(ref MessagePackWriter writer, ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
            writer.Write(value);
    }

    public override void DeserializeMany(ref MessagePackReader reader, Span<string?> values)
    {
        var i = 0;
        try
        {
            for (; i < values.Length; i++)
                values[i] = reader.ReadString();
        }
        catch (MessagePackException failure) when (failure.Inside(i))
        {
            throw;
        }
    }
}
