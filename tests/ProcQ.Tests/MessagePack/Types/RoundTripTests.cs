using FsCheck;
using FsCheck.Fluent;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.Types;

/// <summary>Whatever FsCheck thinks of comes back as it was.</summary>
public class RoundTripTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Integers_ComeBack()
    {
        ComesBack<byte>();
        ComesBack<sbyte>();
        ComesBack<short>();
        ComesBack<ushort>();
        ComesBack<int>();
        ComesBack<uint>();
        ComesBack<long>();
        ComesBack<ulong>();
        ComesBack<System.Numerics.BigInteger>();
        Check<long>(v => Codec.Through((Int128)v * v) == (Int128)v * v && Codec.Through((UInt128)v) == (UInt128)v);
        Check<long>(v => Codec.Through(v << 32) == v << 32 && Codec.Through(v * 0x1_0000_0001) == v * 0x1_0000_0001);
    }

    [Fact]
    public void Numbers_ComeBackBitForBit()
    {
        Check<double>(v => BitConverter.DoubleToInt64Bits(Codec.Through(v)) == BitConverter.DoubleToInt64Bits(v));
        Check<float>(v => BitConverter.SingleToInt32Bits(Codec.Through(v)) == BitConverter.SingleToInt32Bits(v));
        Check<decimal>(v => decimal.GetBits(Codec.Through(v)).SequenceEqual(decimal.GetBits(v)));
        Check<float>(v => Codec.Through((Half)v).Equals((Half)v));
        Check<double>(v => Codec.Through(new System.Numerics.Complex(v, -v)).Equals(new System.Numerics.Complex(v, -v)));
    }

    [Fact]
    public void Text_ComesBack()
    {
        ComesBack<string?>();
        ComesBack<char>();
        Check<NonNull<string>>(v =>
            Codec.Through(new string('x', 4000) + v.Get + "漢字") == new string('x', 4000) + v.Get + "漢字"
        );
    }

    [Fact]
    public void Times_ComeBack()
    {
        Check<DateTime>(v =>
            Codec.Through(DateTime.SpecifyKind(v, DateTimeKind.Utc)) == v && Codec.Through(v).Kind == DateTimeKind.Utc
        );
        Check<DateTimeOffset>(v => Codec.Through(Minutes(v)).EqualsExact(Minutes(v)));
        ComesBack<TimeSpan>();
        Check<DateTime>(v => Codec.Through(DateOnly.FromDateTime(v)) == DateOnly.FromDateTime(v));
        Check<DateTime>(v => Codec.Through(TimeOnly.FromDateTime(v)) == TimeOnly.FromDateTime(v));
    }

    [Fact]
    public void Others_ComeBack()
    {
        ComesBack<Guid>();
        ComesBack<bool>();
        ComesBack<DayOfWeek>();
        Check<NonNegativeInt, NonNegativeInt>((a, b) => Codec.Through(new Version(a.Get, b.Get)) == new Version(a.Get, b.Get));
    }

    [Fact]
    public void Containers_ComeBack()
    {
        SameElements<int[], int>();
        SameElements<List<string?>, string?>();
        SameElements<byte[], byte>();
        SameElements<int?[], int?>();
        Check<int[]>(v => Codec.Through(v.ToHashSet()).SetEquals(v));
        Check<Dictionary<int, string?>>(v => Codec.Through(v).OrderBy(e => e.Key).SequenceEqual(v.OrderBy(e => e.Key)));
        Check<Dictionary<Guid, int[]>>(v => Codec.Hex(Codec.Through(v)) == Codec.Hex(v));
        Check<Tuple<int, string?, Tuple<bool, char>>>(v => Codec.Through(v).Equals(v));
        Check<int[][]>(v => Codec.Hex(Codec.Through(v)) == Codec.Hex(v));
        Check<int[,]>(v => Codec.Hex(Codec.Through(v)) == Codec.Hex(v));
    }

    [Fact]
    public void Records_ComeBack()
    {
        Check<Sample>(v => Codec.Through(v) == v);
        Check<Sample[]>(v => Codec.Through(v).SequenceEqual(v));
        Check<Sample, int>((v, i) => Codec.Through((i, v)) == (i, v));
    }

    [Fact]
    public void Records_InPieces_ComeBack() =>
        Check<Sample, NonNegativeInt>(
            (v, at) =>
            {
                var bytes = MessagePackCodec.Serialize(v);
                return MessagePackCodec.Deserialize<Sample>(Segments.Split(bytes, at.Get % bytes.Length)) == v;
            }
        );

    private static DateTimeOffset Minutes(DateTimeOffset value) =>
        new(value.Ticks, TimeSpan.FromMinutes(Math.Truncate(value.Offset.TotalMinutes)));

    private static void ComesBack<T>() => Check<T>(v => Equals(Codec.Through(v), v));

    private static void SameElements<TCollection, T>()
        where TCollection : IEnumerable<T> => Check<TCollection>(v => Codec.Through(v).SequenceEqual(v));

    private static void Check<T>(Func<T, bool> property) => Prop.ForAll(property).Check(Many);

    private static void Check<T1, T2>(Func<T1, T2, bool> property) => Prop.ForAll(property).Check(Many);

    public sealed record Sample(int A, string? B, double? C, long D, bool E, DayOfWeek F, Guid G, Inner? H, char I, decimal J);

    public sealed record Inner(short A, string? B);
}
