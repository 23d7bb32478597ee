namespace ProcQ.MessagePack.Contracts;

/// <summary>
/// Writes a value behind an interface or abstract class as an array of two: the number of its type and the value. A type that is not listed is
/// written as null, and an unknown number is read as null, as MessagePack-CSharp does.
/// </summary>
internal sealed class UnionFormatter<T>(UnionCase[] cases) : MessagePackFormatter<T?>
    where T : class
{
    private readonly Dictionary<Type, UnionCase> _byType = cases.ToDictionary(c => c.Type);
    private readonly Dictionary<int, UnionCase> _byKey = cases.ToDictionary(c => c.Key);

    public override void Serialize(ref MessagePackWriter writer, T? value)
    {
        if (value is null || !_byType.TryGetValue(value.GetType(), out var known))
        {
            writer.WriteNil();
            return;
        }

        writer.Enter();
        writer.WriteArrayHeader(2);
        writer.Write(known.Key);
        known.Formatter.Serialize(ref writer, value);
        writer.Leave();
    }

    public override T? Deserialize(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        reader.Enter();
        if (reader.ReadArrayHeader() != 2)
            throw reader.Fault($"A {typeof(T)} is an array of two: the number of its type and the value.");
        object? value = null;
        if (_byKey.TryGetValue(reader.ReadInt32(), out var known))
            value = known.Formatter.Deserialize(ref reader);
        else
            reader.Skip();
        reader.Leave();
        return (T?)value;
    }
}
