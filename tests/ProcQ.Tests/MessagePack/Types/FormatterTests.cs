using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.Types;

/// <summary>Formatters as callers in a loop use them, and formatters of a user's own.</summary>
public class FormatterTests
{
    [Fact]
    public void GetFormatter_Twice_IsTheSame()
    {
        Assert.Same(
            MessagePackCodec.GetFormatter<Dictionary<string, int>>(),
            MessagePackCodec.GetFormatter<Dictionary<string, int>>()
        );
        Assert.Same(MessagePackCodec.GetFormatter<int>(), MessagePackCodec.GetFormatter<int>());
    }

    [Fact]
    public void Many_OfEveryPrimitive_AreTheSameAsOneByOne()
    {
        Many([true, false]);
        Many<byte>([0, 127, 128, 255]);
        Many<sbyte>([0, -1, -33, sbyte.MinValue]);
        Many<short>([0, -129, short.MinValue, short.MaxValue]);
        Many<ushort>([0, 256, ushort.MaxValue]);
        Many([0, -1, 200, int.MinValue, int.MaxValue]);
        Many([0u, uint.MaxValue]);
        Many([0L, long.MinValue, long.MaxValue]);
        Many([0ul, ulong.MaxValue]);
        Many([0f, 1.5f, float.NaN]);
        Many([0d, 1.5, double.MaxValue]);
        Many(['a', '\u20ac']);
        Many(["a", null, "longer than thirty-one bytes, so with a header of its own"]);
        Many([Guid.Empty, Guid.NewGuid()]);
        Many([.. Enumerable.Range(0, 5000)]);
    }

    [Fact]
    public void Custom_OnAType_IsUsedWhereverTheTypeIs()
    {
        Assert.Equal("a3332b34", Codec.Hex(new Celsius(3, 4)));
        Assert.Equal(new Celsius(3, 4), Codec.Read<Celsius>("a3332b34"));
        Assert.Equal("91a3332b34", Codec.Hex<Celsius[]>([new Celsius(3, 4)]));
    }

    [Fact]
    public void Custom_OnAMember_TakesItsArguments()
    {
        Assert.Equal("81a144cb" + "4024000000000000", Codec.Hex(new Scaled { D = 5 }));
        Assert.Equal(5, Codec.Read<Scaled>("81a144cb4024000000000000").D);
    }

    [Fact]
    public void Custom_WrittenForMessagePackCSharp_IsCalledThroughItsOwnWriterAndReader()
    {
        var value = new CustF();
        Assert.Equal("91cf48dc0b3f7abfc080", Codec.Hex(new CustF { D = new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc) }));
        Assert.Equal(value.D, Codec.Through(value).D);
        Assert.Equal(
            "92" + "91cf48dc0b3f7abfc080" + "c0",
            Codec.Hex<CustF?[]>([new CustF { D = new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc) }, null])
        );
        Assert.Equal("CustF.D", Codec.RefusedBytes<CustF>("91a161").MemberPath);
    }

    [Fact]
    public void Custom_ThatThrows_IsHeldToOneException()
    {
        Assert.IsType<FormatException>(Codec.RefusedBytes<Celsius>("a3782b79").InnerException);
        Assert.IsType<NullReferenceException>(Codec.RefusedBytes<Celsius>("c0").InnerException);
        Assert.IsType<NullReferenceException>(Codec.RefusedValue<Celsius>(null!).InnerException);
    }

    [Fact]
    public void Custom_OfAnotherKind_IsRefusedWithTheFix()
    {
        Assert.False(MessagePackCodec.CanSerialize(typeof(WronglyFormatted), out var reason));
        Assert.Contains("Derive the formatter from", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formatters_BuiltByManyThreadsAtOnce_AllWork()
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tasks = Enumerable
            .Range(0, 8)
            .Select(i =>
                Task.Run(async () =>
                {
                    await start.Task;
                    return Codec.Hex(
                        new ParallelTree<int>
                        {
                            V = i,
                            Next = new() { V = i },
                        }
                    );
                })
            )
            .ToArray();
        start.SetResult();
        var written = await Task.WhenAll(tasks);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"82a156{i:x2}a44e65787482a156{i:x2}a44e657874c0"), written);
    }

    private static void Many<T>(T[] values)
    {
        var formatter = MessagePackCodec.GetFormatter<T>();
        var (many, single) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        var manyWriter = new MessagePackWriter(many);
        formatter.SerializeMany(ref manyWriter, values);
        manyWriter.Flush();
        var singleWriter = new MessagePackWriter(single);
        foreach (var value in values)
            formatter.Serialize(ref singleWriter, value);
        singleWriter.Flush();
        Assert.Equal(single.WrittenSpan.ToArray(), many.WrittenSpan.ToArray());

        var read = new T[values.Length];
        var reader = new MessagePackReader(many.WrittenMemory);
        formatter.DeserializeMany(ref reader, read);
        Assert.True(reader.End);
        Assert.Equal(values, read);

        var pieces = new MessagePackReader(Segments.OneByteEach(many.WrittenSpan.ToArray()));
        Array.Clear(read);
        formatter.DeserializeMany(ref pieces, read);
        Assert.Equal(values, read);
    }

    [global::MessagePack.MessagePackFormatter(typeof(CelsiusFormatter))]
    public sealed record Celsius(int Whole, int Tenths);

    public sealed class CelsiusFormatter : MessagePackFormatter<Celsius>
    {
        public override void Serialize(ref MessagePackWriter writer, Celsius value) =>
            writer.Write($"{value.Whole}+{value.Tenths}");

        public override Celsius Deserialize(ref MessagePackReader reader)
        {
            var parts = reader.ReadString()!.Split('+');
            return new Celsius(
                int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture),
                int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)
            );
        }
    }

    [global::MessagePack.MessagePackObject]
    public sealed class CustF
    {
        [global::MessagePack.Key(0)]
        [global::MessagePack.MessagePackFormatter(typeof(global::MessagePack.Formatters.NativeDateTimeFormatter))]
        public DateTime D { get; set; } = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    }

    public sealed class ScalingFormatter(double factor) : MessagePackFormatter<double>
    {
        public override void Serialize(ref MessagePackWriter writer, double value) => writer.Write(value * factor);

        public override double Deserialize(ref MessagePackReader reader) => reader.ReadDouble() / factor;
    }

    public sealed class Scaled
    {
        [global::MessagePack.MessagePackFormatter(typeof(ScalingFormatter), 2.0)]
        public double D { get; set; }
    }

    [global::MessagePack.MessagePackFormatter(typeof(CelsiusFormatter))]
    public sealed record WronglyFormatted(int A);

    public sealed class ParallelTree<T>
    {
        public T? V { get; set; }

        public ParallelTree<T>? Next { get; set; }
    }
}
