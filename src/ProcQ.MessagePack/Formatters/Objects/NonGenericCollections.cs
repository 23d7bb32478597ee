using System.Collections;
using ProcQ.MessagePack.Building;
using ProcQ.MessagePack.Formatters.Collections;

namespace ProcQ.MessagePack.Formatters.Objects;

/// <summary>
/// Formatters of non-generic collections: every element is written by the rules for objects. A class that is also a generic collection is read
/// with its element type, so that it takes integers of any width.
/// </summary>
internal static class NonGenericCollections
{
    public static Part Interface(Type type, FormatterBuilder builder)
    {
        var items = builder.Get(typeof(object[])).As<object?[]>();
        var map = builder.Get(typeof(Dictionary<object, object?>)).As<Dictionary<object, object?>>();
        IUntypedFormatter formatter =
            type == typeof(IDictionary) ? Convert<IDictionary, Dictionary<object, object?>>(map, Entries, static map => map)
            : type == typeof(IList) ? Convert<IList, object?[]>(items, Items, static items => new List<object?>(items))
            : type == typeof(ICollection) ? Convert<ICollection, object?[]>(items, Items, static items => items)
            : Convert<IEnumerable, object?[]>(items, Items, static items => items);
        return new Part(formatter, MayCycle: true);
    }

    public static Part List(Type type, FormatterBuilder builder)
    {
        var element = UserCollections.Find(type, typeof(ICollection<>))?.GetGenericArguments()[0] ?? typeof(object);
        return Create(nameof(ListOf), [type, element], builder.Get(typeof(object[])), builder.Get(element.MakeArrayType()));
    }

    public static Part Dictionary(Type type, FormatterBuilder builder)
    {
        var entry = UserCollections.Find(type, typeof(IDictionary<,>))?.GetGenericArguments() ?? [typeof(object), typeof(object)];
        var read = typeof(Dictionary<,>).MakeGenericType(entry);
        return Create(
            nameof(DictionaryOf),
            [type, .. entry],
            builder.Get(typeof(Dictionary<object, object?>)),
            builder.Get(read)
        );
    }

    private static Part Create(string method, Type[] arguments, Part write, Part read) =>
        new(
            (IUntypedFormatter)Generic.Call(typeof(NonGenericCollections), method, arguments, write.Formatter, read.Formatter),
            MayCycle: true
        );

    private static ConvertingFormatter<TOuter, TInner> Convert<TOuter, TInner>(
        MessagePackFormatter<TInner> inner,
        Func<TOuter, TInner> open,
        Func<TInner, TOuter> build
    ) => new(inner, open, build, mayCycle: true);

    private static AsymmetricFormatter<TList> ListOf<TList, T>(
        MessagePackFormatter<object?[]> write,
        MessagePackFormatter<T[]> read
    )
        where TList : IList =>
        new(
            Convert<TList, object?[]>(write, static list => Items(list), static _ => throw new NotSupportedException()),
            Convert<TList, T[]>(read, static _ => throw new NotSupportedException(), Fill<TList, T>)
        );

    private static AsymmetricFormatter<TMap> DictionaryOf<TMap, TKey, TValue>(
        MessagePackFormatter<Dictionary<object, object?>> write,
        MessagePackFormatter<Dictionary<TKey, TValue>> read
    )
        where TMap : IDictionary
        where TKey : notnull =>
        new(
            Convert<TMap, Dictionary<object, object?>>(
                write,
                static map => Entries(map),
                static _ => throw new NotSupportedException()
            ),
            Convert<TMap, Dictionary<TKey, TValue>>(read, static _ => throw new NotSupportedException(), Fill<TMap, TKey, TValue>)
        );

    private static TList Fill<TList, T>(T[] items)
        where TList : IList
    {
        var list = (IList)Activator.CreateInstance(typeof(TList), nonPublic: true)!;
        foreach (var item in items)
            list.Add(item);
        return (TList)list;
    }

    private static TMap Fill<TMap, TKey, TValue>(Dictionary<TKey, TValue> entries)
        where TMap : IDictionary
        where TKey : notnull
    {
        var map = (IDictionary)Activator.CreateInstance(typeof(TMap), nonPublic: true)!;
        foreach (var (key, value) in entries)
            map.Add(key, value);
        return (TMap)map;
    }

    private static object?[] Items(IEnumerable items) => [.. items.Cast<object?>()];

    private static Dictionary<object, object?> Entries(IDictionary map)
    {
        // The dictionary's own comparer may tell apart what Equals does not, and never the other way round for a well-formed copy: by reference.
        var entries = new Dictionary<object, object?>(map.Count, ReferenceEqualityComparer.Instance);
        foreach (DictionaryEntry entry in map)
            entries.Add(entry.Key, entry.Value);
        return entries;
    }
}
