using System.Runtime.InteropServices;

namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>
/// Counts the steps that a hash table takes while it is filled with keys from outside. Numbers can be chosen so that all of them fall into one place of
/// the table, and then n of them take n² steps. Text cannot: the framework mixes it with a secret.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Collisions
{
    // So few take no time, however they were chosen.
    private const int Harmless = 1024;

    // Some milliseconds. Types with a hash code that is always the same are bad, not hostile: 4,000 keys of one pass.
    private const long Forgiven = 10_000_000;
    private const long ForgivenForEach = 64;

    // How many keys are in each place, or as many as can be counted.
    private ushort[]? _places;
    private long _steps;

    /// <summary>The key was added to the map.</summary>
    public void Watch<TKey, TValue>(Dictionary<TKey, TValue> map, TKey key)
        where TKey : notnull
    {
        if (map.Count <= Harmless || typeof(TKey) == typeof(string))
            return;
        if (_places?.Length == map.Capacity)
            Step(Hash(key), map.Count);
        else
            Begin(map.Keys, map.Capacity);
    }

    /// <summary>The item was added to the set.</summary>
    public void Watch<T>(HashSet<T> set, T item)
    {
        if (set.Count <= Harmless || typeof(T) == typeof(string))
            return;
        if (_places?.Length == set.Capacity)
            Step(Hash(item), set.Count);
        else
            Begin(set, set.Capacity);
    }

    private static uint Hash<T>(T key) => key is null ? 0 : (uint)EqualityComparer<T>.Default.GetHashCode(key);

    /// <summary>The table has other places than before; moving to them takes one step for each key.</summary>
    private void Begin<T>(IEnumerable<T> keys, int capacity)
    {
        _places = new ushort[capacity];
        foreach (var key in keys)
            Occupy(Hash(key));
    }

    private void Step(uint hash, int count)
    {
        _steps += Occupy(hash);
        if (_steps > Forgiven + (ForgivenForEach * count))
            throw new MessagePackException(
                "Too many of the keys in a map or a set fall into the same place of a hash table: they were chosen for that, or their hash code is broken."
            );
    }

    private readonly ushort Occupy(uint hash)
    {
        ref var place = ref _places![hash % (uint)_places.Length];
        return place == ushort.MaxValue ? place : place++;
    }
}
