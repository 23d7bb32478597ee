using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using ProcQ.MessagePack;
using ProcQ.MessagePack.Formatters.Collections;

namespace ProcQ.Tests.MessagePack.Hostile;

/// <summary>Keys that were chosen to fall into one place of a hash table are refused before they take their n² steps; others never are.</summary>
public class CollisionTests
{
    private const int Many = 100_000;

    /// <summary>A hash code of 0 for each.</summary>
    private static readonly long[] SameHash = [.. Enumerable.Range(1, Many).Select(k => k * 0x1_0000_0001L)];

    [Fact]
    public void Keys_OfTheSameHashCode_AreRefusedInEveryKindOfTable()
    {
        var map = Map();
        var set = MessagePackCodec.Serialize(SameHash);

        Refused<Dictionary<long, int>>(map);
        Refused<IReadOnlyDictionary<long, int>>(map);
        Refused<ImmutableDictionary<long, int>>(map);
        Refused<FrozenDictionary<long, int>>(map);
        Refused<object>(map);
        Refused<HashSet<long>>(set);
        Refused<ISet<long>>(set);
        Refused<ImmutableHashSet<long>>(set);
    }

    [Fact]
    public void Keys_OfTheSameHashCode_AreRefusedInADictionaryThatKeepsItsOrder() => Refused<OrderedDictionary<long, int>>(Map());

    [Fact]
    public void Keys_OfTheSameHashCode_AreRefusedForAMapOfTheUsersThatTakesADictionary() => Refused<OwnMap<long, int>>(Map());

    [Fact]
    public void Keys_OfTheSameHashCode_AreRefusedInALookup() =>
        Refused<ILookup<long, int>>(MessagePackCodec.Serialize(Array.ConvertAll(SameHash, k => (k, new[] { 1 }))));

    [Fact]
    public void Keys_OfTheSamePlaceOnlyInALookup_AreSpread()
    {
        // A lookup's table has 2^n - 1 places.
        const int Places = (1 << 16) - 1;
        var comparer = new SeededComparer<int>();
        var used = Enumerable.Range(0, Places / 2).Select(k => (uint)comparer.GetHashCode(k * Places) % Places).Distinct();

        Assert.InRange(used.Count(), Places / 4, Places);
    }

    [Fact]
    public void Keys_OfTheSamePlaceOnly_AreRefused()
    {
        // As many places as a table has that is made for 65,536 keys or more.
        var places = (long)new Dictionary<long, int>(1 << 16).Capacity;
        var keys = Enumerable.Range(1, Many).Select(k => KeyValuePair.Create(k * places, 1)).ToImmutableSortedDictionary();

        Refused<Dictionary<long, int>>(MessagePackCodec.Serialize(keys));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1024)]
    [InlineData(65_536)]
    [InlineData(1 << 20)]
    public void Keys_AtEvenDistances_AreRead(long distance)
    {
        var map = Enumerable.Range(0, Many).ToDictionary(k => k * distance, k => k);

        Assert.Equal(map, MessagePackCodec.Deserialize<Dictionary<long, int>>(MessagePackCodec.Serialize(map)));
        Assert.Equal([.. map.Keys], MessagePackCodec.Deserialize<HashSet<long>>(MessagePackCodec.Serialize(map.Keys.ToArray())));
    }

    [Fact]
    public void Keys_OfAllKinds_AreRead()
    {
        var random = new Random(9);
        var guids = Enumerable.Range(0, Many).ToDictionary(_ => Guid.NewGuid(), k => k);
        var texts = guids.ToDictionary(p => p.Key.ToString(), p => p.Value, StringComparer.Ordinal);
        var doubles = Enumerable.Range(0, Many).Select(_ => random.NextDouble()).ToHashSet();
        var dates = Enumerable.Range(0, Many).ToDictionary(k => DateTime.UnixEpoch.AddDays(k), k => k);

        Assert.Equal(guids, MessagePackCodec.Deserialize<Dictionary<Guid, int>>(MessagePackCodec.Serialize(guids)));
        Assert.Equal(texts, MessagePackCodec.Deserialize<Dictionary<string, int>>(MessagePackCodec.Serialize(texts)));
        Assert.Equal(doubles, MessagePackCodec.Deserialize<HashSet<double>>(MessagePackCodec.Serialize(doubles)));
        Assert.Equal(dates, MessagePackCodec.Deserialize<Dictionary<DateTime, int>>(MessagePackCodec.Serialize(dates)));
    }

    [Fact]
    public void Keys_OfAnUnluckyType_AreReadWhileTheyAreFew()
    {
        var map = Enumerable.Range(0, 4000).ToDictionary(k => new Unlucky(k), k => k);

        Assert.Equal(map, MessagePackCodec.Deserialize<Dictionary<Unlucky, int>>(MessagePackCodec.Serialize(map)));
    }

    private static byte[] Map() =>
        MessagePackCodec.Serialize(SameHash.Select(k => KeyValuePair.Create(k, 1)).ToImmutableSortedDictionary());

    private static void Refused<T>(byte[] bytes) =>
        Assert.Contains(
            "same place of a hash table",
            Assert.Throws<MessagePackException>(() => MessagePackCodec.Deserialize<T>(bytes)).Message,
            StringComparison.Ordinal
        );

    public sealed class OwnMap<TKey, TValue>(IDictionary<TKey, TValue> entries) : ReadOnlyDictionary<TKey, TValue>(entries)
        where TKey : notnull;

    public sealed record Unlucky(int Number)
    {
        public override int GetHashCode() => 1;
    }
}
