using ProcQ.MessagePack.Building;
using ProcQ.MessagePack.Formatters.Collections;

namespace ProcQ.MessagePack.Formatters.Objects;

/// <summary>
/// Writes a value of static type object by its runtime type, integers at full width so that the type survives; reads it as the nearest of a fixed
/// set of types. The bytes never name a type.
/// </summary>
internal sealed class ObjectFormatter(FormatterCache cache) : MessagePackFormatter<object?>
{
    public override void Serialize(ref MessagePackWriter writer, object? value)
    {
        if (value is null)
            writer.WriteNil();
        else if (!ObjectPrimitives.TryWrite(ref writer, value))
            WriteByRuntimeType(ref writer, value);
    }

    public override object? Deserialize(ref MessagePackReader reader) => ObjectReading.Read(ref reader);

    private void WriteByRuntimeType(ref MessagePackWriter writer, object value)
    {
        var type = value is Type ? typeof(Type) : value.GetType();
        if (type == typeof(object))
            writer.WriteMapHeader(0);
        else
            FormatterFor(type).Serialize(ref writer, value);
    }

    private IUntypedFormatter FormatterFor(Type type)
    {
        // Iterators and the compiler's own list types can't be rebuilt as what they are, but as what they are used for they can.
        if (!cache.CanBuild(type, out _) && UserCollections.Find(type, typeof(IEnumerable<>)) is { } sequence)
            return cache.Get(sequence);
        return cache.Get(type);
    }
}
