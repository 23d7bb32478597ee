using System.Collections;
using System.Reflection;
using ProcQ.MessagePack.Building;
using ProcQ.MessagePack.Formatters.Objects;

namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>
/// Collections of types we have never heard of, recognised by their interfaces and constructors. A class that is a non-generic list or dictionary
/// comes first, as in MessagePack-CSharp: its elements are written by the rules for objects, even if it is a <c>List&lt;int&gt;</c> underneath.
/// </summary>
internal static class UserCollections
{
    private const BindingFlags AnyConstructor = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static Part? TryCreate(Type type, FormatterBuilder builder)
    {
        if (type.IsInterface || type.IsAbstract || !typeof(IEnumerable).IsAssignableFrom(type))
            return null;
        var empty = type.IsValueType || type.GetConstructor(AnyConstructor, Type.EmptyTypes) is not null;
        if (!type.IsGenericType && empty)
        {
            if (typeof(IList).IsAssignableFrom(type))
                return NonGenericCollections.List(type, builder);
            if (typeof(IDictionary).IsAssignableFrom(type))
                return NonGenericCollections.Dictionary(type, builder);
        }

        return TryMap(type, builder, empty) ?? TrySequence(type, builder, empty);
    }

    /// <summary>The closed form of a generic interface that <paramref name="type"/> implements.</summary>
    public static Type? Find(Type type, Type openInterface) =>
        Array.Find(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == openInterface);

    private static Part? TryMap(Type type, FormatterBuilder builder, bool empty)
    {
        if (empty && Find(type, typeof(IDictionary<,>)) is { } map)
            return Map(type, map.GetGenericArguments(), nameof(FillMap), type, builder);
        if (Find(type, typeof(IReadOnlyDictionary<,>)) is not { } readOnly)
            return null;

        var entry = readOnly.GetGenericArguments();
        Type[] sources =
        [
            typeof(IDictionary<,>).MakeGenericType(entry),
            readOnly,
            typeof(IEnumerable<>).MakeGenericType(typeof(KeyValuePair<,>).MakeGenericType(entry)),
        ];
        var constructor = FindConstructor(type, sources);
        return constructor is null ? null : Map(type, entry, nameof(ConstructMap), constructor, builder);
    }

    private static Part? TrySequence(Type type, FormatterBuilder builder, bool empty)
    {
        if (empty && Find(type, typeof(ICollection<>)) is { } collection)
            return Sequence(type, collection.GetGenericArguments()[0], nameof(FillSequence), type, builder);
        foreach (var implemented in type.GetInterfaces())
        {
            if (!implemented.IsGenericType || implemented.GetGenericTypeDefinition() != typeof(IEnumerable<>))
                continue;
            if (FindConstructor(type, [implemented]) is { } constructor)
                return Sequence(type, implemented.GetGenericArguments()[0], nameof(ConstructSequence), constructor, builder);
        }

        return null;
    }

    private static ConstructorInfo? FindConstructor(Type type, Type[] sources) =>
        Array.Find(
            type.GetConstructors(AnyConstructor),
            c => c.GetParameters() is [var only] && Array.Exists(sources, only.ParameterType.IsAssignableFrom)
        );

    private static Part Map(Type type, Type[] entry, string method, object argument, FormatterBuilder builder)
    {
        var build = (Delegate)Generic.Call(typeof(UserCollections), method, [type, .. entry], argument);
        return CollectionFormatters.CreateMap(typeof(MapFormatter<,,>), [type, .. entry], entry, builder, build);
    }

    private static Part Sequence(Type type, Type element, string method, object argument, FormatterBuilder builder)
    {
        var build = (Delegate)Generic.Call(typeof(UserCollections), method, [type, element], argument);
        return CollectionFormatters.CreateSequence(type, element, build, builder);
    }

    private static Func<KeyValuePair<TKey, TValue>[], TMap> FillMap<TMap, TKey, TValue>(Type type) =>
        entries => (TMap)MapBuilders.Fill((IDictionary<TKey, TValue>)Activator.CreateInstance(type, nonPublic: true)!, entries);

    private static Func<KeyValuePair<TKey, TValue>[], TMap> ConstructMap<TMap, TKey, TValue>(ConstructorInfo constructor)
        where TKey : notnull =>
        entries => (TMap)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [MapBuilders.Dictionary(entries)], null);

    private static Func<T[], TCollection> FillSequence<TCollection, T>(Type type) =>
        items =>
        {
            var collection = (ICollection<T>)Activator.CreateInstance(type, nonPublic: true)!;
            foreach (var item in items)
                collection.Add(item);
            return (TCollection)collection;
        };

    private static Func<T[], TCollection> ConstructSequence<TCollection, T>(ConstructorInfo constructor) =>
        items => (TCollection)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [items], null);
}
