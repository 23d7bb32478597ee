using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Makes each known map from its entries; a key that occurs twice is refused. Called by the name of the map type.</summary>
internal static class MapBuilders
{
    /// <summary>From a map type's full name to the method here that makes it.</summary>
    public static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["System.Collections.Generic.IDictionary`2"] = nameof(DictionaryInterface),
        ["System.Collections.Generic.IReadOnlyDictionary`2"] = nameof(ReadOnlyDictionaryInterface),
        ["System.Collections.Generic.SortedDictionary`2"] = nameof(SortedDictionary),
        ["System.Collections.Generic.SortedList`2"] = nameof(SortedList),
        ["System.Collections.Generic.OrderedDictionary`2"] = nameof(OrderedDictionary),
        ["System.Collections.ObjectModel.ReadOnlyDictionary`2"] = nameof(ReadOnlyDictionary),
        ["System.Collections.Concurrent.ConcurrentDictionary`2"] = nameof(ConcurrentDictionary),
        ["System.Collections.Frozen.FrozenDictionary`2"] = nameof(FrozenDictionary),
        ["System.Collections.Immutable.ImmutableDictionary`2"] = nameof(ImmutableDictionary),
        ["System.Collections.Immutable.IImmutableDictionary`2"] = nameof(ImmutableDictionaryInterface),
        ["System.Collections.Immutable.ImmutableSortedDictionary`2"] = nameof(ImmutableSortedDictionary),
    };

    public static TMap Fill<TMap, TKey, TValue>(TMap map, KeyValuePair<TKey, TValue>[] entries)
        where TMap : IDictionary<TKey, TValue>
    {
        foreach (var (key, value) in entries)
            map.Add(key, value);
        return map;
    }

    public static Dictionary<TKey, TValue> Dictionary<TKey, TValue>(KeyValuePair<TKey, TValue>[] entries)
        where TKey : notnull
    {
        var map = new Dictionary<TKey, TValue>(entries.Length);
        var collisions = default(Collisions);
        foreach (var (key, value) in entries)
        {
            map.Add(key, value);
            collisions.Watch(map, key);
        }

        return map;
    }

    private static IDictionary<TKey, TValue> DictionaryInterface<TKey, TValue>(KeyValuePair<TKey, TValue>[] entries)
        where TKey : notnull => Dictionary(entries);

    private static IReadOnlyDictionary<TKey, TValue> ReadOnlyDictionaryInterface<TKey, TValue>(
        KeyValuePair<TKey, TValue>[] entries
    )
        where TKey : notnull => Dictionary(entries);

    private static SortedDictionary<TKey, TValue> SortedDictionary<TKey, TValue>(KeyValuePair<TKey, TValue>[] entries)
        where TKey : notnull => Fill(new SortedDictionary<TKey, TValue>(), entries);

    // Adding one by one would be quadratic for keys that arrive unsorted; from a dictionary it sorts once.
    private static SortedList<TKey, TValue> SortedList<TKey, TValue>(KeyValuePair<TKey, TValue>[] entries)
        where TKey : notnull => new(Dictionary(entries));

    // Its table is like that of a dictionary as large, where the steps have been counted.
    private static OrderedDictionary<TKey, TValue> OrderedDictionary<TKey, TValue>(KeyValuePair<TKey, TValue>[] entries)
        where TKey : notnull => Fill(new OrderedDictionary<TKey, TValue>(Dictionary(entries).Capacity), entries);

    private static ReadOnlyDictionary<TKey, TValue> ReadOnlyDictionary<TKey, TValue>(KeyValuePair<TKey, TValue>[] entries)
        where TKey : notnull => new(Dictionary(entries));

    private static ConcurrentDictionary<TKey, TValue> ConcurrentDictionary<TKey, TValue>(KeyValuePair<TKey, TValue>[] entries)
        where TKey : notnull => new(Dictionary(entries));

    private static FrozenDictionary<TKey, TValue> FrozenDictionary<TKey, TValue>(KeyValuePair<TKey, TValue>[] entries)
        where TKey : notnull => Dictionary(entries).ToFrozenDictionary();

    private static ImmutableDictionary<TKey, TValue> ImmutableDictionary<TKey, TValue>(KeyValuePair<TKey, TValue>[] entries)
        where TKey : notnull => Dictionary(entries).ToImmutableDictionary();

    private static IImmutableDictionary<TKey, TValue> ImmutableDictionaryInterface<TKey, TValue>(
        KeyValuePair<TKey, TValue>[] entries
    )
        where TKey : notnull => ImmutableDictionary(entries);

    private static ImmutableSortedDictionary<TKey, TValue> ImmutableSortedDictionary<TKey, TValue>(
        KeyValuePair<TKey, TValue>[] entries
    )
        where TKey : notnull => Dictionary(entries).ToImmutableSortedDictionary();
}
