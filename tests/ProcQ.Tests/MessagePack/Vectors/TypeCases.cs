using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.Vectors;

/// <summary>What we promise for each line of types.txt, by section and name.</summary>
internal static class TypeCases
{
    private const string Standard = "StandardResolver (default options), Serialize<T>(value)";
    private static readonly DateTime Noon = new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(1234567);

    public static Dictionary<(string Section, string Name), VectorCase> All { get; } =
        new Dictionary<string, Dictionary<string, VectorCase>>
        {
            [Standard] = Scalars(),
            ["enums / tuples"] = EnumsAndTuples(),
            ["collections"] = Collections(),
            ["object-typed (static type object)"] = Objects(),
            ["contracts"] = Contracts(),
            ["ContractlessStandardResolver"] = Contractless(),
            ["Typeless"] = Typeless(),
            ["native resolvers"] = new()
            {
                ["DateTime"] = new RefusesBytes<DateTime>("Expected an extension")
                {
                    Differs = "ProcQ has one form of DateTime, the timestamp",
                },
            },
            ["LZ4"] = new()
            {
                ["Lz4Block string 100xa"] = new RefusesBytes<string>("Expected a string")
                {
                    Differs = "ProcQ refuses extensions 98 and 99",
                },
            },
            ["OldSpec"] = new()
            {
                ["string 32"] = new Reads<string>("String " + new string('x', 32)) { Differs = "read, never written" },
                ["byte[]"] = new Reads<byte[]>("Byte[] [1,2]") { Differs = "read, never written" },
            },
            ["Deserialize leniency"] = Leniency(),
        }
            .SelectMany(section => section.Value, (section, named) => ((section.Key, named.Key), named.Value))
            .ToDictionary();

    private static Dictionary<string, VectorCase> Scalars() =>
        new()
        {
            ["bool true"] = new Writes<bool>(true),
            ["bool false"] = new Writes<bool>(false),
            ["long 0"] = new Writes<long>(0),
            ["long 256"] = new Writes<long>(256),
            ["long 65535"] = new Writes<long>(65535),
            ["long 65536"] = new Writes<long>(65536),
            ["long 4294967295"] = new Writes<long>(4294967295),
            ["long 4294967296"] = new Writes<long>(4294967296),
            ["long -1"] = new Writes<long>(-1),
            ["long -32"] = new Writes<long>(-32),
            ["long -33"] = new Writes<long>(-33),
            ["long -128"] = new Writes<long>(-128),
            ["long -129"] = new Writes<long>(-129),
            ["long -2147483649"] = new Writes<long>(-2147483649),
            ["long -9223372036854775808"] = new Writes<long>(long.MinValue),
            ["short 300"] = new Writes<short>(300),
            ["uint max"] = new Writes<uint>(uint.MaxValue),
            ["char U+20AC"] = new Writes<char>('\u20ac'),
            ["float 1.5f"] = new Writes<float>(1.5f),
            ["double 1.5"] = new Writes<double>(1.5),
            ["double NaN"] = new Writes<double>(double.NaN),
            ["Rune"] = new Writes<Rune>(new Rune('A')),
            ["Guid? null"] = new Writes<Guid?>(null),
            ["string empty"] = new Writes<string>(""),
            ["string abc"] = new Writes<string>("abc"),
            ["string 31 x"] = new Writes<string>(new string('x', 31)),
            ["string 255 x"] = new Writes<string>(new string('x', 255)),
            ["string euro"] = new Writes<string>("\u20ac"),
            ["string lone surrogate"] = new Writes<string>("\ud800"),
            ["decimal -0.5"] = new Writes<decimal>(-0.5m),
            ["decimal MaxValue"] = new Writes<decimal>(decimal.MaxValue),
            ["decimal 0"] = new Writes<decimal>(0),
            ["Guid"] = new Writes<Guid>(Guid.Parse("01234567-89ab-cdef-0123-456789abcdef")),
            ["DateTime epoch UTC"] = new Writes<DateTime>(DateTime.UnixEpoch),
            ["DateTime 2024-01-02T03:04:05.1234567Z"] = new Writes<DateTime>(Noon),
            ["DateTime same, Unspecified"] = new Writes<DateTime>(DateTime.SpecifyKind(Noon, DateTimeKind.Unspecified)),
            ["DateTime MaxValue"] = new Writes<DateTime>(DateTime.MaxValue),
            ["DateTime 2200-01-01Z"] = new Writes<DateTime>(new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
            ["DateTimeOffset 2024-01-02T03:04:05+02:00"] = new Writes<DateTimeOffset>(
                new(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))
            ),
            ["DateOnly 2024-01-02"] = new Writes<DateOnly>(new DateOnly(2024, 1, 2)),
            ["Uri rel"] = new Writes<Uri>(new Uri("a b", UriKind.Relative)),
            ["Version 1.2.3"] = new Writes<Version>(new Version(1, 2, 3)),
            ["StringBuilder"] = new Writes<StringBuilder>(new StringBuilder("hi")),
            ["BitArray 101"] = new Writes<BitArray>(new BitArray([true, false, true])),
            ["Type int"] = new Writes<Type>(typeof(int)),
            ["BigInteger 0"] = new Writes<BigInteger>(0),
            ["BigInteger 255"] = new Writes<BigInteger>(255),
            ["BigInteger 2^64"] = new Writes<BigInteger>(BigInteger.Pow(2, 64)),
            ["BigInteger 2^3000"] = new Writes<BigInteger>(BigInteger.Pow(2, 3000)),
            ["UInt128 1"] = new Writes<UInt128>(1),
            ["Vector3"] = new Writes<Vector3>(new Vector3(1, 2, 3)),
            ["Vector4"] = new Writes<Vector4>(new Vector4(1, 2, 3, 4)),
            ["Nil"] = new Writes<global::MessagePack.Nil>(default),
            ["Range"] = new RefusesType<Range>("System.Index"),
        };

    private static Dictionary<string, VectorCase> EnumsAndTuples() =>
        new()
        {
            ["E1.B"] = new Writes<E1>(E1.B),
            ["E1.Big"] = new Writes<E1>(E1.Big),
            ["E1.Neg"] = new Writes<E1>(E1.Neg),
            ["EB.X"] = new Writes<EB>(EB.X),
            ["Tuple<int>"] = new Writes<Tuple<int>>(new(1)),
            ["Tuple<int,string>"] = new Writes<Tuple<int, string>>(new(1, "a")),
            ["ValueTuple ()"] = new Writes<ValueTuple>(default) { Instead = "80", Differs = "contractless is always on" },
            ["ValueTuple<int>"] = new Writes<ValueTuple<int>>(new(1)),
            ["ValueTuple 7"] = new Writes<(int, int, int, int, int, int, int)>((1, 2, 3, 4, 5, 6, 7)),
            ["ValueTuple 9"] = new Writes<(int, int, int, int, int, int, int, int, int)>((1, 2, 3, 4, 5, 6, 7, 8, 9)),
            ["(int,string)? null"] = new Writes<(int, string)?>(null),
            ["KeyValuePair"] = new Writes<KeyValuePair<string, int>>(new("k", 1)),
        };

    private static Dictionary<string, VectorCase> Collections() =>
        new()
        {
            ["byte[]"] = new Writes<byte[]>([1, 2, 3]),
            ["byte[] empty"] = new Writes<byte[]>([]),
            ["byte[] null"] = new Writes<byte[]?>(null),
            ["List<byte>"] = new Writes<List<byte>>([1, 2, 200]),
            ["ArraySegment<byte>"] = new Writes<ArraySegment<byte>>(new([1, 2, 3], 1, 2)),
            ["Memory<byte>"] = new Writes<Memory<byte>>(new byte[] { 1, 2 }),
            ["ReadOnlyMemory<byte>"] = new Writes<ReadOnlyMemory<byte>>(new byte[] { 1, 2 }),
            ["IList<byte>"] = new Writes<IList<byte>>([1, 200]),
            ["sbyte[]"] = new Writes<sbyte[]>([1, -1]),
            ["Memory<int>"] = new Writes<Memory<int>>(new[] { 1, 2 }),
            ["string[]"] = new Writes<string?[]>(["a", null]),
            ["char[]"] = new Writes<char[]>(['a', 'b']),
            ["bool[]"] = new Writes<bool[]>([true, false]),
            ["int[][]"] = new Writes<int[][]>([
                [1],
                [2, 3],
            ]),
            ["int[,] 0x3"] = new Writes<int[,]>(new int[0, 3]),
            ["int[,,] 1x2x2"] = new Writes<int[,,]>(
                new[,,]
                {
                    {
                        { 1, 2 },
                        { 3, 4 },
                    },
                }
            ),
            ["int 5-dim"] = new RefusesType<int[,,,,]>("4 dimensions"),
            ["object[] mixed"] = new Writes<object?[]>([1, "a", null, 1.5, true]),
            ["List<object>"] = new Writes<List<object>>([1, (byte)2, (short)3, 4L, 'c']) { OneWay = true },
            ["List<int>"] = new Writes<List<int>>([1, 2]),
            ["List<decimal>"] = new Writes<List<decimal>>([1]),
            ["Queue"] = new Writes<Queue<int>>(new([1, 2])),
            ["Stack push 1,2"] = new Writes<Stack<int>>(new([1, 2])),
            ["LinkedList"] = new Writes<LinkedList<int>>(new([1, 2])),
            ["ConcurrentQueue"] = new Writes<ConcurrentQueue<int>>(new([1, 2])),
            ["SortedSet"] = new Writes<SortedSet<int>>([2, 1]),
            ["PriorityQueue"] = new Writes<PriorityQueue<string, int>>(new([("a", 1)])),
            ["ImmutableArray"] = new Writes<ImmutableArray<int>>([1, 2]),
            ["ImmutableArray default"] = new Writes<ImmutableArray<int>>(default),
            ["ImmutableList"] = new Writes<ImmutableList<int>>([1, 2]),
            ["FrozenSet"] = new Writes<FrozenSet<int>>([1]),
            ["IEnumerable<int> lazy"] = new Writes<IEnumerable<int>>(Enumerable.Range(1, 2).Where(static x => x > 0)),
            ["KList : List<int>"] = new Writes<KList>([1, 2]),
            ["Lazy<int>"] = new Writes<Lazy<int>>(new Lazy<int>(5)),
            ["ILookup"] = new Writes<ILookup<int, string>>(new[] { "a", "b" }.ToLookup(static _ => 1)),
            ["IGrouping"] = new Writes<IGrouping<int, string>>(new[] { "a", "b" }.GroupBy(static _ => 1).Single()),
            ["Dictionary null"] = new Writes<Dictionary<string, int>?>(null),
            ["SortedDictionary"] = new Writes<SortedDictionary<string, int>>(new() { ["b"] = 2, ["a"] = 1 }),
            ["ImmutableDictionary"] = new Writes<ImmutableDictionary<string, int>>(Letters().ToImmutableDictionary()),
            ["FrozenDictionary"] = new Writes<FrozenDictionary<string, int>>(Letters().ToFrozenDictionary()),
            ["OrderedDictionary<,>"] = new Writes<OrderedDictionary<string, int>>(new() { ["z"] = 1 }),
            ["IDictionary<,>"] = new Writes<IDictionary<string, int>>(Letters()),
            ["Dictionary<(int,int),string>"] = new Writes<Dictionary<(int, int), string>>(new() { [(1, 2)] = "a" }),
        };

    private static Dictionary<string, int> Letters() => new() { ["a"] = 1 };

    private static Dictionary<string, VectorCase> Objects() =>
        new()
        {
            ["object <- Boolean"] = Boxed(true),
            ["object <- Byte"] = Boxed((byte)1),
            ["object <- SByte"] = Boxed((sbyte)1),
            ["object <- Int16"] = Boxed((short)1),
            ["object <- UInt16"] = Boxed((ushort)1),
            ["object <- Int32"] = Boxed(1),
            ["object <- UInt32"] = Boxed(1u),
            ["object <- Int64"] = Boxed(1L),
            ["object <- Single"] = Boxed(1.5f),
            ["object <- Double"] = Boxed(1.5),
            ["object <- Char"] = Boxed('A', oneWay: true),
            ["object <- String"] = Boxed("a"),
            ["object <- Byte[]"] = Boxed(new byte[] { 1 }),
            ["object <- DateTime"] = Boxed(DateTime.UnixEpoch.AddSeconds(1)),
            ["object <- EB"] = Boxed(EB.X),
            ["object <- Decimal"] = Boxed(1.5m),
            ["object <- TimeSpan"] = Boxed(new TimeSpan(1), oneWay: true),
            ["object <- Object"] = Boxed(new object(), oneWay: true),
            ["object <- Int32[]"] = Boxed(new[] { 1, 2 }, oneWay: true),
            ["object <- List`1"] = Boxed(new List<int> { 1 }, oneWay: true),
            ["object <- Dictionary`2"] = Boxed(new Dictionary<string, object> { ["a"] = 1 }),
            ["object <- K0"] = Boxed(new K0(), oneWay: true),
            ["object <- anonymous"] = Boxed(new { A = 1, B = "b" }, oneWay: true),
        };

    private static Writes<object> Boxed(object value, bool oneWay = false) => new(value) { OneWay = oneWay };

    private static Dictionary<string, VectorCase> Contracts() =>
        new()
        {
            ["KRO"] = new Writes<KRO>(new KRO(1, "b")),
            ["RecName"] = new Writes<RecName>(new RecName(1, "b")),
            ["Empty"] = new Writes<Empty>(new Empty()),
            ["EmptyMap"] = new Writes<EmptyMap>(new EmptyMap()),
            ["Gen<int>"] = new Writes<Gen<int>>(new() { V = 1 }),
            ["Gen<List<string>>"] = new Writes<Gen<List<string>>>(new() { V = ["a"] }),
            ["IU <- UA"] = new Writes<IU>(new UA()),
            ["IU <- null"] = new Writes<IU?>(null),
            ["IU <- NotUnion"] = new Writes<IU>(new NotUnion()),
            ["BaseC <- DerC"] = new Writes<BaseC>(new DerC()),
            ["PrivNo"] = new Writes<PrivNo>(new PrivNo()),
            ["Poco under Standard"] = new Writes<Poco>(new Poco())
            {
                Instead = "83a14101a142a162a14603",
                Differs = "contractless is always on",
            },
            ["St? null"] = new Writes<St?>(null),
            ["Exception"] = new RefusesType<Exception>("System.Exception"),
        };

    private static Dictionary<string, VectorCase> Contractless() =>
        new()
        {
            ["Poco"] = new Writes<Poco>(new Poco()),
            ["PocoRec"] = new Writes<PocoRec>(new PocoRec(1, "b")),
            ["PocoSt"] = new Writes<PocoSt>(new() { A = 1, B = 2 }),
            ["PocoDer"] = new Writes<PocoDer>(new PocoDer()),
            ["object <- Poco"] = Boxed(new Poco(), oneWay: true),
            ["SortedSet"] = new Writes<SortedSet<int>>([1, 2]),
            ["Index"] = new RefusesType<Index>("System.Index"),
            ["ValueTuple9"] = new Writes<(int, int, int, int, int, int, int, int, int)>((1, 2, 3, 4, 5, 6, 7, 8, 9)),
            ["ValueTuple ()"] = new Writes<ValueTuple>(default),
        };

    private static Dictionary<string, VectorCase> Typeless()
    {
        const string Never = "ProcQ never takes types from the wire";
        return new()
        {
            ["Poco"] = new RefusesBytes<object>("Extension 100") { Differs = Never },
            ["DateTime"] = new RefusesBytes<object>("Extension 100") { Differs = Never },
            ["int[]"] = new RefusesBytes<object>("Extension 100") { Differs = Never },
        };
    }

    private static Dictionary<string, VectorCase> Leniency() =>
        new()
        {
            ["byte <- -1"] = new RefusesBytes<byte>("range of byte"),
            ["int <- float"] = new RefusesBytes<int>("Expected an integer"),
            ["double <- int"] = new Reads<double>(),
            ["double <- float32"] = new Reads<double>(),
            ["float <- float64"] = new Reads<float>(),
            ["float <- int"] = new Reads<float>(),
            ["byte[] <- array"] = new Reads<byte[]>(),
            ["DateTime <- ts32"] = new Reads<DateTime>(),
            ["DateTime <- ts64 frac"] = new Reads<DateTime>(),
            ["Guid <- upper N?"] = new RefusesBytes<Guid>("36 characters"),
            ["decimal <- int"] = new RefusesBytes<decimal>("Expected a string"),
            ["List<byte> <- array"] = new Reads<List<byte>>(),
            ["K0 <- shorter array"] = new Reads<K0>("7b", static k => $"{k.A}{k.B}"),
            ["KGap"] = new Reads<KGap>("1b", static k => $"{k.A}{k.B}"),
            ["KStr <- unknown key"] = new Reads<KStr>("1b", static k => $"{k.A}{k.B}"),
            ["Stack <- 2,1"] = new Reads<Stack<int>>(),
            ["object <- fixint"] = new Reads<object>(),
            ["object <- -1"] = new Reads<object>(),
            ["object <- uint16"] = new Reads<object>(),
            ["object <- array"] = new Reads<object>(),
            ["object <- map"] = new Reads<object>("Dictionary`2 [[a, 1]]", static map => Described.Typed(map)),
            ["dict <- dup keys"] = new RefusesBytes<Dictionary<string, int>>("occurs twice"),
            ["IList<int>"] = new Reads<IList<int>>(),
            ["ValueTuple wrong count"] = new RefusesBytes<(int, int)>("is an array of 2, not of 1"),
            ["E1 <- undefined 77"] = new Reads<E1>(),
            ["char <- 65536"] = new RefusesBytes<char>("range of char"),
            ["IU"] = new Reads<IU>(),
            ["struct <- nil"] = new RefusesBytes<St>("which is a struct"),
            ["str32 bomb"] = new RefusesBytes<string>("end too early"),
            ["0xc1"] = new RefusesBytes<object>("0xc1"),
            ["invalid utf8"] = new Reads<string>(),
            ["TimeSpan <- int"] = new Reads<TimeSpan>(),
            ["depth 600"] = new Promises(DepthLimit),
            ["Untrusted Dictionary<(int,int),int>"] = new Promises(TupleKeys)
            {
                Differs =
                    "there is no trusted mode: keys of any type are read, and the number of entries is bounded by the bytes",
            },
        };

    private static void DepthLimit()
    {
        byte[] Nested(int depth) => [.. Enumerable.Repeat((byte)0x91, depth), 0xc0];
        Assert.IsType<object[]>(MessagePackCodec.Deserialize<object>(Nested(500)));
        var refusal = Assert.Throws<MessagePackException>(() => MessagePackCodec.Deserialize<object>(Nested(600)));
        Assert.Contains("limit of 500 levels", refusal.Message, StringComparison.Ordinal);
    }

    private static void TupleKeys()
    {
        var map = new Dictionary<(int, int), int> { [(1, 2)] = 3 };
        Assert.Equal(map, MessagePackCodec.Deserialize<Dictionary<(int, int), int>>(MessagePackCodec.Serialize(map)));
    }
}
