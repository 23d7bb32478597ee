using System.Collections;
using System.Dynamic;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Formatters.Objects;

/// <summary>The types whose static type says nothing about what is inside: object and the non-generic collections.</summary>
internal static class ObjectFormatters
{
    public static Part? TryCreate(Type type, FormatterBuilder builder)
    {
        if (type == typeof(object))
            return new Part(
                new ObjectFormatter(builder.AllowPrivate ? FormatterCache.Private : FormatterCache.Public),
                MayCycle: true
            );
        if (type == typeof(IEnumerable) || type == typeof(ICollection) || type == typeof(IList) || type == typeof(IDictionary))
            return NonGenericCollections.Interface(type, builder);
        return type.FullName == "System.Dynamic.ExpandoObject" ? Expando(builder) : null;
    }

    private static Part Expando(FormatterBuilder builder)
    {
        var inner = builder.Get(typeof(Dictionary<string, object?>));
        return new Part(
            new Collections.ConvertingFormatter<ExpandoObject, Dictionary<string, object?>>(
                inner.As<Dictionary<string, object?>>(),
                static expando => new Dictionary<string, object?>(expando, StringComparer.Ordinal),
                ExpandoBuilder.Build,
                mayCycle: true
            ),
            MayCycle: true
        );
    }
}
