using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Formatters of generic types that are written by way of another type. Called by the name of the type.</summary>
internal static class SpecialBuilders
{
    /// <summary>From a type's full name to the method here that makes its formatter.</summary>
    public static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["System.Collections.Generic.PriorityQueue`2"] = nameof(PriorityQueue),
        ["System.Linq.IGrouping`2"] = nameof(Grouping),
        ["System.Linq.ILookup`2"] = nameof(Lookup),
        ["System.Lazy`1"] = nameof(Lazy),
    };

    private static Part PriorityQueue<TElement, TPriority>(FormatterBuilder builder)
    {
        var inner = builder.Get(typeof((TElement, TPriority)[]));
        return new Part(
            new ConvertingFormatter<PriorityQueue<TElement, TPriority>, (TElement, TPriority)[]>(
                inner.As<(TElement, TPriority)[]>(),
                static queue => [.. queue.UnorderedItems],
                static items => new(items),
                inner.MayCycle
            ),
            inner.MayCycle
        );
    }

    private static Part Grouping<TKey, TElement>(FormatterBuilder builder)
    {
        var inner = builder.Get(typeof((TKey, IEnumerable<TElement>)));
        return new Part(
            new ConvertingFormatter<IGrouping<TKey, TElement>, (TKey Key, IEnumerable<TElement> Elements)>(
                inner.As<(TKey, IEnumerable<TElement>)>(),
                static group => (group.Key, group),
                static parts => new Grouping<TKey, TElement>(parts.Key, parts.Elements ?? []),
                inner.MayCycle
            ),
            inner.MayCycle
        );
    }

    private static Part Lookup<TKey, TElement>(FormatterBuilder builder)
    {
        var inner = builder.Get(typeof(IGrouping<TKey, TElement>[]));
        return new Part(
            new ConvertingFormatter<ILookup<TKey, TElement>, IGrouping<TKey, TElement>[]>(
                inner.As<IGrouping<TKey, TElement>[]>(),
                static lookup => [.. lookup],
                ToLookup,
                inner.MayCycle
            ),
            inner.MayCycle
        );
    }

    // A lookup's table has other places than a set of the same keys: the set finds keys of the same hash code, the seed sees to the others.
    private static ILookup<TKey, TElement> ToLookup<TKey, TElement>(IGrouping<TKey, TElement>[] groups)
    {
        var keys = new HashSet<TKey>();
        var collisions = default(Collisions);
        foreach (var group in groups)
        {
            if (keys.Add(group.Key))
                collisions.Watch(keys, group.Key);
        }

        return groups
            .SelectMany(static group => group, static (group, item) => (group.Key, item))
            .ToLookup(p => p.Key, p => p.item, new SeededComparer<TKey>());
    }

    private static Part Lazy<T>(FormatterBuilder builder)
    {
        var inner = builder.Get(typeof(T));
        return new Part(
            new ConvertingFormatter<Lazy<T>, T>(
                inner.As<T>(),
                static lazy => lazy.Value,
                static value => new(value),
                inner.MayCycle
            ),
            inner.MayCycle
        );
    }
}
