using System.Reflection;
using ProcQ.MessagePack.Building;
using ProcQ.MessagePack.Contracts;
using ProcQ.MessagePack.Formatters.Scalars;

namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>
/// The types that hold others of a type of their own: arrays, collections, maps. Known ones are found by name, so that asking for a list does not
/// load the immutable collections.
/// </summary>
internal static class CollectionFormatters
{
    public static Part? TryCreate(Type type, FormatterBuilder builder)
    {
        if (type.IsArray)
            return CreateArray(type, builder);
        return type.IsGenericType
            ? TryCreateKnown(type, builder) ?? UserCollections.TryCreate(type, builder)
            : UserCollections.TryCreate(type, builder);
    }

    private static Part CreateArray(Type type, FormatterBuilder builder)
    {
        var elementType = type.GetElementType()!;
        if (type == typeof(byte[]))
            return new Part(BlockBuilders.Bytes(builder.Get(typeof(byte)).As<byte>()), MayCycle: false);
        if (!type.IsSZArray && type.GetArrayRank() is 1 or > 4)
            throw Refusal.Of(type, "arrays of more than 4 dimensions have no form in MessagePack", "Use an array of arrays");

        var element = builder.Get(elementType, "[]");
        var formatter = type.IsSZArray
            ? Generic.Create(typeof(ArrayFormatter<>), [elementType], element.Formatter, element.MayCycle)
            : Generic.Create(typeof(MultiArrayFormatter<,>), [type, elementType], element.Formatter, element.MayCycle);
        return new Part((IUntypedFormatter)formatter, element.MayCycle);
    }

    private static Part? TryCreateKnown(Type type, FormatterBuilder builder)
    {
        var arguments = type.GetGenericArguments();
        var open = type.GetGenericTypeDefinition();
        if (open == typeof(Nullable<>))
            return Wrap(typeof(NullableFormatter<>), arguments, builder);
        if (open == typeof(List<>))
            return CreateList(arguments, builder);
        if (open == typeof(Dictionary<,>))
            return CreateMap(typeof(DictionaryFormatter<,>), arguments, arguments, builder);
        if (TupleContracts.IsTuple(open))
            return TupleContracts.Create(type, builder);
        return open.FullName is { } name ? TryCreateNamed(type, name, arguments, builder) : null;
    }

    private static Part? TryCreateNamed(Type type, string name, Type[] arguments, FormatterBuilder builder)
    {
        if (SequenceBuilders.Names.TryGetValue(name, out var method))
            return CreateSequence(
                type,
                arguments[0],
                Builder(typeof(SequenceBuilders), method, arguments, type, arguments[0]),
                builder
            );
        if (MapBuilders.Names.TryGetValue(name, out method))
        {
            var entry = typeof(KeyValuePair<,>).MakeGenericType(arguments);
            return CreateMap(
                typeof(MapFormatter<,,>),
                [type, .. arguments],
                arguments,
                builder,
                Builder(typeof(MapBuilders), method, arguments, type, entry)
            );
        }

        if (BlockBuilders.Names.TryGetValue(name, out method))
        {
            var element = builder.Get(arguments[0], "[]");
            return new Part(
                (IUntypedFormatter)Generic.Call(typeof(BlockBuilders), method, arguments, element.Formatter),
                element.MayCycle
            );
        }

        return SpecialBuilders.Names.TryGetValue(name, out method)
            ? (Part)Generic.Call(typeof(SpecialBuilders), method, arguments, builder)
            : null;
    }

    /// <summary>A sequence of <paramref name="element"/> made by <paramref name="build"/>, a function from an array.</summary>
    public static Part CreateSequence(Type type, Type element, Delegate build, FormatterBuilder builder)
    {
        var part = builder.Get(element, "[]");
        var formatter = Generic.Create(typeof(SequenceFormatter<,>), [type, element], part.Formatter, part.MayCycle, build);
        return new Part((IUntypedFormatter)formatter, part.MayCycle);
    }

    public static Part CreateMap(
        Type open,
        Type[] formatterArguments,
        Type[] entry,
        FormatterBuilder builder,
        Delegate? build = null
    )
    {
        var key = builder.Get(entry[0], "Keys");
        var value = builder.Get(entry[1], "Values");
        var mayCycle = key.MayCycle || value.MayCycle;
        object?[] parts = build is null
            ? [key.Formatter, value.Formatter, mayCycle]
            : [key.Formatter, value.Formatter, mayCycle, build];
        return new Part((IUntypedFormatter)Generic.Create(open, formatterArguments, parts), mayCycle);
    }

    private static Part CreateList(Type[] arguments, FormatterBuilder builder)
    {
        var element = builder.Get(arguments[0], "[]");
        return new Part(
            (IUntypedFormatter)Generic.Create(typeof(ListFormatter<>), arguments, element.Formatter, element.MayCycle),
            element.MayCycle
        );
    }

    private static Part Wrap(Type open, Type[] arguments, FormatterBuilder builder)
    {
        var inner = builder.Get(arguments[0]);
        return new Part((IUntypedFormatter)Generic.Create(open, arguments, inner.Formatter), inner.MayCycle);
    }

    private static Delegate Builder(Type owner, string method, Type[] arguments, Type result, Type element) =>
        owner
            .GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(arguments)
            .CreateDelegate(typeof(Func<,>).MakeGenericType(element.MakeArrayType(), result));
}
