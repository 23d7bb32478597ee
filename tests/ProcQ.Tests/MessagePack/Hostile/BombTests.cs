using System.Collections.Immutable;
using System.Dynamic;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.Hostile;

/// <summary>Bytes that announce more than they hold, nest deeper than a stack, or grow in memory: refused before they cost anything.</summary>
public class BombTests
{
    private const long Allowance = 256 * 1024;

    [Theory]
    [InlineData("dd7fffffff01")]
    [InlineData("dc7fff01")]
    [InlineData("93c0c0")]
    public void Array_MoreElementsThanBytes_IsRefusedBeforeItIsAllocated(string hex)
    {
        RefusedCheaply<object>(hex);
        RefusedCheaply<string[]>(hex);
        RefusedCheaply<List<Guid>>(hex);
        RefusedCheaply<ImmutableArray<decimal>>(hex);
        RefusedCheaply<HashSet<string>>(hex);
    }

    [Theory]
    [InlineData("df7fffffff0101")]
    [InlineData("de7fff0101")]
    [InlineData("820101")]
    public void Map_MoreEntriesThanBytes_IsRefusedBeforeItIsAllocated(string hex)
    {
        RefusedCheaply<object>(hex);
        RefusedCheaply<Dictionary<int, int>>(hex);
        RefusedCheaply<ImmutableDictionary<int, int>>(hex);
        RefusedCheaply<ExpandoObject>(hex);
    }

    [Theory]
    [InlineData("db7fffffff61")]
    [InlineData("dbffffffff61")]
    [InlineData("c67fffffff61")]
    [InlineData("c6ffffffff61")]
    public void Text_LongerThanTheBytes_IsRefusedBeforeItIsAllocated(string hex)
    {
        RefusedCheaply<object>(hex);
        RefusedCheaply<string>(hex);
        RefusedCheaply<byte[]>(hex);
        RefusedCheaply<System.Numerics.BigInteger>(hex);
    }

    [Fact]
    public void Headers_NestedAndEachWithAllThatRemains_AreHeldToTheBytesTogether()
    {
        // 400 headers of 60,000 elements in 62,000 bytes: each alone would pass, and each would allocate its array.
        var bytes = new byte[62_000];
        Array.Fill(bytes, (byte)0xc0);
        for (var i = 0; i < 400; i++)
            Convert.FromHexString("dcea60").CopyTo(bytes, 3 * i);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<MessagePackException>(() => MessagePackCodec.Deserialize<object>(bytes));
        Assert.Contains("headers together", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 60_000 * 8);
    }

    [Fact]
    public void LargeStructs_AnnouncedInOneByteEach_AreAllocatedAsTheyCome()
    {
        // Each element takes one byte here (null, which is refused) and 4096 in memory.
        var bytes = new byte[1_000_005];
        Array.Fill(bytes, (byte)0xc0);
        Convert.FromHexString("dd000f4240").CopyTo(bytes, 0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<MessagePackException>(() => MessagePackCodec.Deserialize<Large<Large<Large<long>>>[]>(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowance);
    }

    [Fact]
    public void LargeStructs_InAMapAnnouncedInTwoBytesEach_AreAllocatedAsTheyCome()
    {
        var bytes = new byte[200_003];
        Array.Fill(bytes, (byte)0xc0);
        Convert.FromHexString("deffff").CopyTo(bytes, 0);

        Cheaply<Dictionary<int, Large<Large<Large<long>>>>>();
        Cheaply<SortedDictionary<int, Large<Large<Large<long>>>>>();

        void Cheaply<T>()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<MessagePackException>(() => MessagePackCodec.Deserialize<T>(bytes));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * Allowance);
        }
    }

    [Fact]
    public void Lengths_OfAnArrayOfTwoDimensions_AreNotTrusted()
    {
        RefusedCheaply<int[,]>("93ce00100000ce0010000090");
        RefusedCheaply<int[,]>("93ce7fffffffce7fffffff90");
        RefusedCheaply<int[,]>("93ff0190");
        RefusedCheaply<int[,,]>("94ce7fffffffce7fffffff0090");
        Assert.Contains(
            "announce 4 elements, 3 follow",
            Codec.RefusedBytes<int[,]>("930202" + "93010203").Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Depth_BeyondTheLimit_IsRefusedForEveryKindOfContainer()
    {
        TooDeep<object>("91");
        TooDeep<object>("8101");
        TooDeep<Chain>("81a44e657874");
        TooDeep<ListOfItself>("91");
    }

    [Fact]
    public void Depth_OfTheOptions_IsTheLimit()
    {
        var options = new MessagePackOptions { MaxDepth = 3 };
        Assert.NotNull(Codec.Read<object>("919191c0", options));
        Assert.Contains("limit of 3 levels", Codec.RefusedBytes<object>("91919191c0", options).Message, StringComparison.Ordinal);
        Assert.Contains(
            "limit of 3 levels",
            Codec.RefusedValue<object>(new object[] { new object[] { new object[] { new object[1] } } }, options).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new MessagePackOptions { MaxDepth = 0 });
    }

    [Fact]
    public void Depth_WithoutALimit_StopsBeforeTheStackEnds()
    {
        var bytes = new byte[2_000_001];
        Array.Fill(bytes, (byte)0x91);
        bytes[^1] = 0xc0;
        var refusal = Assert.Throws<MessagePackException>(() =>
            MessagePackCodec.Deserialize<object>(bytes, new MessagePackOptions { MaxDepth = int.MaxValue })
        );
        Assert.Contains("this thread's stack", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MaxElements_OfTheOptions_BoundsAllContainersTogether()
    {
        var options = new MessagePackOptions { MaxElements = 4 };
        Assert.Equal(
            [
                [1],
                [2],
            ],
            Codec.Read<int[][]>("9291019102", options)
        );
        Codec.RefusedBytes<int[][]>("92910192" + "0203", options);
        Codec.RefusedBytes<Dictionary<int, int>>("83010102020303", options);
    }

    [Fact]
    public void Expando_WithAHundredThousandMembers_IsRefused()
    {
        var members = Enumerable.Range(0, 100_000).ToDictionary(i => $"m{i}", i => (object)i);
        var refusal = Assert.Throws<MessagePackException>(() =>
            MessagePackCodec.Deserialize<ExpandoObject>(MessagePackCodec.Serialize(members))
        );
        Assert.Contains("at most 10000 members", refusal.Message, StringComparison.Ordinal);
    }

    private static void TooDeep<T>(string level)
    {
        string Nested(int levels) => string.Concat(Enumerable.Repeat(level, levels)) + "c0";
        Assert.NotNull(Codec.Read<T>(Nested(500)));
        Assert.Contains("limit of 500 levels", Codec.RefusedBytes<T>(Nested(501)).Message, StringComparison.Ordinal);
    }

    private static void RefusedCheaply<T>(string hex)
    {
        var bytes = Convert.FromHexString(hex);

        // The first time also builds the formatter.
        Assert.Throws<MessagePackException>(() => MessagePackCodec.Deserialize<T>(bytes));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<MessagePackException>(() => MessagePackCodec.Deserialize<T>(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowance);
    }

    public sealed class Chain
    {
        public Chain(Chain? next) => Next = next;

        public Chain? Next { get; }
    }

    public sealed class ListOfItself : List<ListOfItself>;

    public struct Large<T>
    {
        public T A { get; set; }

        public T B { get; set; }

        public T C { get; set; }

        public T D { get; set; }

        public T E { get; set; }

        public T F { get; set; }

        public T G { get; set; }

        public T H { get; set; }
    }
}
