using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Dynamic;
using System.Numerics;
using ProcQ.MessagePack;
using ProcQ.Tests.MessagePack.Vectors;

namespace ProcQ.Tests.MessagePack.Hostile;

/// <summary>Good values to damage, of every family of types.</summary>
internal static class MutationTargets
{
    public static Target[] All { get; } =
    [
        Of(1),
        Of(-70000L),
        Of(1.5),
        Of("text"),
        Of(new[] { 1, 200, 70000, -1 }),
        Of(new[] { "a", null, "longer text" }),
        Of(new byte[] { 1, 2, 3 }),
        Of(
            new[,]
            {
                { 1, 2 },
                { 3, 4 },
            }
        ),
        Of(1.10m),
        Of(Guid.Empty),
        Of(DateTime.UnixEpoch),
        Of(DateTime.MaxValue),
        Of(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))),
        Of(new DateOnly(2024, 1, 2)),
        Of(new TimeOnly(1, 2, 3)),
        Of(new Uri("http://a/b")),
        Of(new Version(1, 2, 3)),
        Of(BigInteger.Pow(2, 70)),
        Of<Int128>(5),
        Of(new Vector3(1, 2, 3)),
        Of(new BitArray([true, false])),
        Of<object>(
            new object?[]
            {
                1,
                "a",
                null,
                new Dictionary<string, object> { ["k"] = 1.5 },
            }
        ),
        Of(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }),
        Of(new Dictionary<object, object> { [1] = "x", ["y"] = 2 }),
        Of(new SortedDictionary<int, string> { [1] = "a" }),
        Of(new[] { 1, 2, 3 }.ToImmutableSortedSet()),
        Of(new[] { "a", "b" }.ToFrozenSet()),
        Of(new ConcurrentQueue<int>([1, 2])),
        Of(new Stack<string>(["a", "b"])),
        Of(new PriorityQueue<string, int>([("a", 1), ("b", 2)])),
        Of(new[] { 1, 2, 3 }.ToLookup(i => i % 2)),
        Of((1, "a", 2.5, (true, 'x'))),
        Of(Tuple.Create(1, "a")),
        Of<IU>(new UA()),
        Of(new Hold()),
        Of(new Defaults()),
        Of(new KStr()),
        Of(new CtorName("b", 1)),
        Of(new RecName(1, "b")),
        Of(
            new Rec1
            {
                V = 1,
                Next = new Rec1 { V = 2 },
            }
        ),
        Of(new KList { 1, 2 }),
        Of(Expando()),
        Of(E1.Big),
        Of(new Order(7, new Customer("x", [1.5m]), new() { ["k"] = [DateTime.UnixEpoch] })),
    ];

    private static Target Of<T>(T value) =>
        new(typeof(T), MessagePackCodec.Serialize(value), bytes => MessagePackCodec.Deserialize<T>(bytes));

    private static ExpandoObject Expando()
    {
        dynamic expando = new ExpandoObject();
        expando.A = 1;
        expando.B = "b";
        return expando;
    }

    public sealed record Target(Type Type, byte[] Bytes, Action<byte[]> Read);

    public sealed record Customer(string Name, decimal[] Prices);

    public sealed record Order(int Id, Customer Customer, Dictionary<string, List<DateTime>> Times);
}
