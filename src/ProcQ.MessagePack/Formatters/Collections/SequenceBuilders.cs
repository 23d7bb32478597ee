using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Makes each known collection from an array of its elements. Called by the name of the collection type.</summary>
internal static class SequenceBuilders
{
    /// <summary>From a collection type's full name to the method here that makes it.</summary>
    public static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["System.Collections.Generic.IEnumerable`1"] = nameof(Enumerable),
        ["System.Collections.Generic.IReadOnlyCollection`1"] = nameof(ReadOnlyCollectionInterface),
        ["System.Collections.Generic.IReadOnlyList`1"] = nameof(ReadOnlyListInterface),
        ["System.Collections.Generic.ICollection`1"] = nameof(CollectionInterface),
        ["System.Collections.Generic.IList`1"] = nameof(ListInterface),
        ["System.Collections.Generic.ISet`1"] = nameof(SetInterface),
        ["System.Collections.Generic.IReadOnlySet`1"] = nameof(ReadOnlySetInterface),
        ["System.Collections.Generic.HashSet`1"] = nameof(HashSet),
        ["System.Collections.Generic.SortedSet`1"] = nameof(SortedSet),
        ["System.Collections.Generic.Queue`1"] = nameof(Queue),
        ["System.Collections.Generic.Stack`1"] = nameof(Stack),
        ["System.Collections.Generic.LinkedList`1"] = nameof(LinkedList),
        ["System.Collections.ObjectModel.Collection`1"] = nameof(Collection),
        ["System.Collections.ObjectModel.ObservableCollection`1"] = nameof(ObservableCollection),
        ["System.Collections.ObjectModel.ReadOnlyObservableCollection`1"] = nameof(ReadOnlyObservableCollection),
        ["System.Collections.ObjectModel.ReadOnlyCollection`1"] = nameof(ReadOnlyCollection),
        ["System.Collections.ObjectModel.ReadOnlySet`1"] = nameof(ReadOnlySet),
        ["System.Collections.Concurrent.ConcurrentQueue`1"] = nameof(ConcurrentQueue),
        ["System.Collections.Concurrent.ConcurrentStack`1"] = nameof(ConcurrentStack),
        ["System.Collections.Concurrent.ConcurrentBag`1"] = nameof(ConcurrentBag),
        ["System.Collections.Frozen.FrozenSet`1"] = nameof(FrozenSet),
        ["System.Collections.Immutable.ImmutableList`1"] = nameof(ImmutableList),
        ["System.Collections.Immutable.IImmutableList`1"] = nameof(ImmutableListInterface),
        ["System.Collections.Immutable.ImmutableHashSet`1"] = nameof(ImmutableHashSet),
        ["System.Collections.Immutable.IImmutableSet`1"] = nameof(ImmutableSetInterface),
        ["System.Collections.Immutable.ImmutableSortedSet`1"] = nameof(ImmutableSortedSet),
        ["System.Collections.Immutable.ImmutableQueue`1"] = nameof(ImmutableQueue),
        ["System.Collections.Immutable.IImmutableQueue`1"] = nameof(ImmutableQueueInterface),
        ["System.Collections.Immutable.ImmutableStack`1"] = nameof(ImmutableStack),
        ["System.Collections.Immutable.IImmutableStack`1"] = nameof(ImmutableStackInterface),
    };

    private static IEnumerable<T> Enumerable<T>(T[] items) => items;

    private static IReadOnlyCollection<T> ReadOnlyCollectionInterface<T>(T[] items) => items;

    private static IReadOnlyList<T> ReadOnlyListInterface<T>(T[] items) => items;

    private static ICollection<T> CollectionInterface<T>(T[] items) => new List<T>(items);

    private static IList<T> ListInterface<T>(T[] items) => new List<T>(items);

    private static ISet<T> SetInterface<T>(T[] items) => HashSet(items);

    private static IReadOnlySet<T> ReadOnlySetInterface<T>(T[] items) => HashSet(items);

    private static HashSet<T> HashSet<T>(T[] items)
    {
        var set = new HashSet<T>();
        var collisions = default(Collisions);
        foreach (var item in items)
        {
            if (set.Add(item))
                collisions.Watch(set, item);
        }

        return set;
    }

    private static SortedSet<T> SortedSet<T>(T[] items) => [.. items];

    private static Queue<T> Queue<T>(T[] items) => new(items);

    // A stack enumerates from its top, so what was written first must be pushed last.
    private static Stack<T> Stack<T>(T[] items)
    {
        Array.Reverse(items);
        return new(items);
    }

    private static LinkedList<T> LinkedList<T>(T[] items) => new(items);

    private static Collection<T> Collection<T>(T[] items) => new([.. items]);

    private static ObservableCollection<T> ObservableCollection<T>(T[] items) => [.. items];

    private static ReadOnlyObservableCollection<T> ReadOnlyObservableCollection<T>(T[] items) => new(ObservableCollection(items));

    private static ReadOnlyCollection<T> ReadOnlyCollection<T>(T[] items) => new(items);

    private static ReadOnlySet<T> ReadOnlySet<T>(T[] items) => new(HashSet(items));

    private static ConcurrentQueue<T> ConcurrentQueue<T>(T[] items) => new(items);

    private static ConcurrentStack<T> ConcurrentStack<T>(T[] items)
    {
        Array.Reverse(items);
        return new(items);
    }

    private static ConcurrentBag<T> ConcurrentBag<T>(T[] items) => [.. items];

    private static FrozenSet<T> FrozenSet<T>(T[] items) => HashSet(items).ToFrozenSet();

    private static ImmutableList<T> ImmutableList<T>(T[] items) => [.. items];

    private static IImmutableList<T> ImmutableListInterface<T>(T[] items) => ImmutableList(items);

    private static ImmutableHashSet<T> ImmutableHashSet<T>(T[] items) => [.. HashSet(items)];

    private static IImmutableSet<T> ImmutableSetInterface<T>(T[] items) => ImmutableHashSet(items);

    private static ImmutableSortedSet<T> ImmutableSortedSet<T>(T[] items) => [.. items];

    private static ImmutableQueue<T> ImmutableQueue<T>(T[] items) => [.. items];

    private static IImmutableQueue<T> ImmutableQueueInterface<T>(T[] items) => ImmutableQueue(items);

    private static ImmutableStack<T> ImmutableStack<T>(T[] items)
    {
        Array.Reverse(items);
        return System.Collections.Immutable.ImmutableStack.Create(items);
    }

    private static IImmutableStack<T> ImmutableStackInterface<T>(T[] items) => ImmutableStack(items);
}
