using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Dynamic;
using ProcQ.MessagePack;
using ProcQ.MessagePack.Formatters.Collections;

namespace ProcQ.Tests.MessagePack.Types;

/// <summary>Every collection there is, known or a user's own.</summary>
public class CollectionTests
{
    public static TheoryData<string> KnownSequences { get; } = [.. SequenceBuilders.Names.Keys];

    public static TheoryData<string> KnownMaps { get; } = [.. MapBuilders.Names.Keys];

    [Theory]
    [MemberData(nameof(KnownSequences))]
    public void Sequence_EveryKnownOne_IsAnArrayAndComesBackAsItself(string name)
    {
        foreach (var (element, hex) in new[] { (typeof(int), "93010203"), (typeof(string), "93a161a162a163") })
        {
            var type = Find(name).MakeGenericType(element);
            var bytes = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
            var value = MessagePackCodec.Deserialize(type, bytes);
            Assert.IsAssignableFrom(type, value);

            Assert.Equal(Expected(name, hex), Hex(type, value));
            Assert.Null(MessagePackCodec.Deserialize(type, new ReadOnlySequence<byte>([0xc0])));
            Assert.Equal("c0", Hex(type, null));
        }
    }

    [Theory]
    [MemberData(nameof(KnownMaps))]
    public void Map_EveryKnownOne_IsAMapAndRefusesAKeyThatComesTwice(string name)
    {
        var type = Find(name).MakeGenericType(typeof(string), typeof(int));
        var value = MessagePackCodec.Deserialize(type, new ReadOnlySequence<byte>(Convert.FromHexString("81a16101")));
        Assert.IsAssignableFrom(type, value);
        Assert.Equal("81a16101", Hex(type, value));
        Assert.Equal("c0", Hex(type, null));

        foreach (var twice in new[] { "82a16101a16102", "82c001c002" })
        {
            var refusal = Assert.Throws<MessagePackException>(() =>
                MessagePackCodec.Deserialize(type, new ReadOnlySequence<byte>(Convert.FromHexString(twice)))
            );
            Assert.True(refusal.Offset > 0);
        }
    }

    [Fact]
    public void Stack_Read_HasTheSameTop()
    {
        Assert.Equal(3, Codec.Through(new Stack<int>([1, 2, 3])).Peek());
        Assert.True(Codec.Through(new ConcurrentStack<int>([1, 2, 3])).TryPeek(out var top));
        Assert.Equal(3, top);
        Assert.Equal(3, Codec.Through(ImmutableStack.Create(1, 2, 3)).Peek());
    }

    [Fact]
    public void Interfaces_Read_AreArraysOrLists()
    {
        Assert.IsType<int[]>(Codec.Read<IEnumerable<int>>("9101"));
        Assert.IsType<int[]>(Codec.Read<IReadOnlyList<int>>("9101"));
        Assert.IsType<int[]>(Codec.Read<IReadOnlyCollection<int>>("9101"));
        Assert.IsType<List<int>>(Codec.Read<IList<int>>("9101"));
        Assert.IsType<List<int>>(Codec.Read<ICollection<int>>("9101"));
        Assert.IsType<HashSet<int>>(Codec.Read<ISet<int>>("9101"));
        Assert.IsType<Dictionary<int, int>>(Codec.Read<IDictionary<int, int>>("810102"));
        Assert.IsType<object[]>(Codec.Read<IEnumerable>("9101"));
        Assert.IsType<object[]>(Codec.Read<ICollection>("9101"));
        Assert.IsType<List<object>>(Codec.Read<IList>("9101"));
        Assert.IsType<Dictionary<object, object>>(Codec.Read<IDictionary>("810102"));
    }

    [Fact]
    public void Blocks_Default_AreNullOrEmpty()
    {
        Assert.Equal("c0", Codec.Hex(default(ArraySegment<byte>)));
        Assert.Equal("c0", Codec.Hex(default(ArraySegment<int>)));
        Assert.Equal("c0", Codec.Hex(default(ImmutableArray<int>)));
        Assert.Equal("c400", Codec.Hex(default(Memory<byte>)));
        Assert.Equal("90", Codec.Hex(default(ReadOnlyMemory<int>)));
        Assert.Equal("c400", Codec.Hex(default(ReadOnlySequence<byte>)));
        Assert.Null(Codec.Read<ArraySegment<byte>>("c0").Array);
        Assert.True(Codec.Read<ImmutableArray<int>>("c0").IsDefault);
        Assert.True(Codec.Read<Memory<byte>>("c0").IsEmpty);
    }

    [Fact]
    public void ReadOnlySequence_InSegments_IsOneBlock()
    {
        Assert.Equal("c403010203", Codec.Hex(Segments.Split([1, 2, 3], 1)));
        Assert.Equal([1, 2, 3], Codec.Read<ReadOnlySequence<byte>>("c403010203").ToArray());
    }

    [Fact]
    public void ArraysOfSeveralDimensions_ComeBackWhole()
    {
        var cube = new int[2, 3, 4];
        var four = new string[1, 2, 1, 2];
        for (var i = 0; i < cube.Length; i++)
            cube[i / 12, i / 4 % 3, i % 4] = i;
        for (var i = 0; i < 4; i++)
            four[0, i / 2, 0, i % 2] = $"{i}";

        Assert.Equal(cube, Codec.Through(cube));
        Assert.Equal(four, Codec.Through(four));
        Assert.Equal(
            "93020294" + "01020304",
            Codec.Hex(
                new[,]
                {
                    { 1, 2 },
                    { 3, 4 },
                }
            )
        );
        Assert.Null(Codec.Read<int[,]?>("c0"));
    }

    [Fact]
    public void Array_OfADerivedElementType_IsWrittenAsDeclared()
    {
        object[] strings = new[] { "a", "b" };
        Assert.Equal("92a161a162", Codec.Hex(strings));
        Assert.Equal("92a161a162", Codec.Hex<IEnumerable<object>>(new[] { "a", "b" }));
    }

    [Fact]
    public void UserCollections_AreRebuiltByTheirInterfacesAndConstructors()
    {
        Assert.Equal("92d200000001d200000002", Codec.Hex(new OwnList { 1, 2 }));
        Assert.Equal([1, 2], Codec.Read<OwnList>("920102"));
        Assert.Equal("81a161d200000001", Codec.Hex(new OwnDictionary { ["a"] = 1 }));
        Assert.Equal(1, Codec.Read<OwnDictionary>("81a16101")["a"]);
        Assert.Equal("920102", Codec.Hex(new OwnGenericList<int> { 1, 2 }));
        Assert.Equal([1, 2], Codec.Read<OwnGenericList<int>>("920102"));
        Assert.Equal("920102", Codec.Hex(new OwnSet { 1, 2 }));
        Assert.Equal([1, 2], Codec.Read<OwnSet>("920102"));
        Assert.Equal("920102", Codec.Hex(new FromSequence([1, 2])));
        Assert.Equal([1, 2], Codec.Read<FromSequence>("920102"));
        Assert.Equal("81a16101", Codec.Hex(new FromEntries(new Dictionary<string, int> { ["a"] = 1 })));
        Assert.Equal(1, Codec.Read<FromEntries>("81a16101")["a"]);
    }

    [Fact]
    public void NonGeneric_Collections_KeepWhatTheCodesTell()
    {
        Assert.Equal("92d200000001a161", Codec.Hex(new ArrayList { 1, "a" }));
        Assert.Equal([1, "a"], Codec.Through(new ArrayList { 1, "a" }));
        Assert.Equal("81d200000001d200000002", Codec.Hex(new Hashtable { [1] = 2 }));
        Assert.Equal(2, Codec.Through(new Hashtable { [1] = 2 })[1]);
    }

    [Fact]
    public void Expando_IsAMapByName()
    {
        dynamic expando = new ExpandoObject();
        expando.A = 1;
        expando.B = "b";
        Assert.Equal("82a141d200000001a142a162", Codec.Hex<ExpandoObject>(expando));
        dynamic read = Codec.Through<ExpandoObject>(expando);
        Assert.Equal(1, read.A);
        Assert.Equal("b", read.B);
    }

    [Fact]
    public void Lookup_And_Grouping_ComeBackWithTheirElements()
    {
        var lookup = Codec.Through(new[] { 1, 2, 3 }.ToLookup(i => i % 2 == 0 ? "even" : "odd"));
        Assert.Equal([1, 3], lookup["odd"]);
        Assert.Equal([2], lookup["even"]);
        var group = Codec.Read<IGrouping<int, string>>("920192a161a162");
        Assert.Equal(1, group.Key);
        Assert.Equal(["a", "b"], group);
    }

    [Fact]
    public void Object_HoldingAnIterator_IsWrittenAsItsSequence()
    {
        Assert.Equal("920203", Codec.Hex<object>(new[] { 1, 2 }.Select(i => i + 1)));
        IEnumerable<int> list = [1, 2];
        Assert.Equal("920102", Codec.Hex<object>(list));
    }

    [Fact]
    public void Enumeration_ThatThrows_IsAFailureToWrite()
    {
        static IEnumerable<int> Broken()
        {
            yield return 1;
            throw new InvalidOperationException("broken");
        }

        var refusal = Codec.RefusedValue(Broken());
        Assert.IsType<InvalidOperationException>(refusal.InnerException);
        Assert.Contains("broken", refusal.Message, StringComparison.Ordinal);
    }

    private static Type Find(string name) =>
        new[]
        {
            typeof(object),
            typeof(Queue<>),
            typeof(SortedSet<>),
            typeof(ConcurrentBag<>),
            typeof(ImmutableList<>),
            typeof(ObservableCollection<>),
        }
            .Select(known => known.Assembly.GetType(name))
            .First(found => found is not null)!;

    private static string Hex(Type type, object? value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        MessagePackCodec.Serialize(type, value, bytes);
        return Convert.ToHexStringLower(bytes.WrittenSpan);
    }

    private static string Expected(string name, string hex)
    {
        // A bag enumerates what was added last first; immutable hash sets in the order of their hashes.
        if (name.Contains("Bag", StringComparison.Ordinal))
            return hex == "93010203" ? "93030201" : "93a163a162a161";
        if (
            !name.Contains("ImmutableHashSet", StringComparison.Ordinal)
            && !name.Contains("IImmutableSet", StringComparison.Ordinal)
        )
            return hex;
        return hex == "93010203"
            ? Codec.Hex(ImmutableHashSet.Create(1, 2, 3))
            : Codec.Hex(ImmutableHashSet.Create("a", "b", "c"));
    }

    public sealed class OwnList : List<int>;

    public sealed class OwnDictionary : Dictionary<string, int>;

    public sealed class OwnGenericList<T> : List<T>;

    /// <summary>A collection that is no list, so its elements keep their type.</summary>
    public sealed class OwnSet : ICollection<int>
    {
        private readonly List<int> _items = [];

        public int Count => _items.Count;

        public bool IsReadOnly => false;

        public void Add(int item) => _items.Add(item);

        public void Clear() => _items.Clear();

        public bool Contains(int item) => _items.Contains(item);

        public void CopyTo(int[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

        public bool Remove(int item) => _items.Remove(item);

        public IEnumerator<int> GetEnumerator() => _items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    public sealed class FromSequence(IEnumerable<int> items) : IEnumerable<int>
    {
        public IEnumerator<int> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    public sealed class FromEntries(IDictionary<string, int> entries) : ReadOnlyDictionary<string, int>(entries);
}
