using System.Reflection;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Contracts;

/// <summary>Formatters named by a [MessagePackFormatter] attribute on a type or a member: ours, or ones written for MessagePack-CSharp.</summary>
internal static class CustomFormatters
{
    /// <summary>The formatter that an attribute asks for, for values of <paramref name="type"/>; null without attribute.</summary>
    public static Part? TryCreate(CustomAttributeData? attribute, Type type)
    {
        if (attribute is null)
            return null;
        var formatterType = (Type)attribute.ConstructorArguments[0].Value!;
        if (formatterType.IsGenericTypeDefinition && type.IsGenericType)
            formatterType = formatterType.MakeGenericType(type.GetGenericArguments());
        var ours = typeof(MessagePackFormatter<>).MakeGenericType(type);
        var created = Create(formatterType, attribute);
        var formatter =
            ours.IsInstanceOfType(created) ? created
            : ForeignFormatters.TryCreate(created, type) is { } foreign ? foreign
            : throw Refusal.Of(
                type,
                $"its [MessagePackFormatter] names {TypeNames.Full(formatterType)}, which is neither a {TypeNames.Full(ours)} nor an "
                    + $"IMessagePackFormatter<{TypeNames.Short(type)}>",
                "Derive the formatter from that class"
            );

        // What such a formatter does inside is its own affair, so it may as well lead back to the object it is in.
        return new Part((IUntypedFormatter)Generic.Create(typeof(GuardedFormatter<>), [type], formatter), MayCycle: true);
    }

    private static object Create(Type type, CustomAttributeData attribute)
    {
        object?[] arguments = attribute.ConstructorArguments
            is [_, { Value: IReadOnlyCollection<CustomAttributeTypedArgument> values }]
            ? [.. values.Select(v => v.Value)]
            : [];
        if (arguments.Length == 0 && Singleton(type) is { } instance)
            return instance;
        try
        {
            return Activator.CreateInstance(
                type,
                MemberAccess.Instance | BindingFlags.DoNotWrapExceptions,
                null,
                arguments,
                null
            )!;
        }
        catch (MissingMethodException missing)
        {
            throw new MessagePackException(
                $"The formatter {type} has no constructor for the arguments of its [MessagePackFormatter].",
                missing
            );
        }
    }

    // The habit of MessagePack-CSharp's own formatters.
    private static object? Singleton(Type type) =>
        type.GetField("Instance", BindingFlags.Static | BindingFlags.Public) is { IsInitOnly: true } field
        && field.FieldType == type
            ? field.GetValue(null)
            : null;
}
