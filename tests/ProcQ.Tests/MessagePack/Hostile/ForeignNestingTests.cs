using ProcQ.MessagePack;
using Others = MessagePack;

namespace ProcQ.Tests.MessagePack.Hostile;

/// <summary>Bytes for a formatter that was written for MessagePack-CSharp and recurses without a limit: it never sees what nests too deep.</summary>
public class ForeignNestingTests
{
    [Theory]
    [InlineData("91")]
    [InlineData("92c0")]
    [InlineData("81c0")]
    public void Bytes_NestedAHundredThousandDeep_AreRefusedBeforeTheFormatterSeesThem(string level)
    {
        var refusal = Codec.RefusedBytes<Nest>(Nested(level, 100_000));

        Assert.Null(refusal.InnerException);
        Assert.Contains("limit of 500 levels", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_AtTheLimit_IsReadAndOneMoreIsRefused()
    {
        Assert.Equal(500, Codec.Read<Nest>(Nested("91", 500)).Depth);
        Codec.RefusedBytes<Nest>(Nested("91", 501));

        // Two levels are the array's and the holder's own.
        Assert.Equal(498, Codec.Read<Holder[]>("91" + "91" + Nested("91", 498))[0].Nest!.Depth);
        Assert.StartsWith(
            "Holder[][0].Nest",
            Codec.RefusedBytes<Holder[]>("91" + "91" + Nested("91", 499)).MemberPath,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Depth_OfTheOptions_CanOnlyBeLowered()
    {
        var options = new MessagePackOptions { MaxDepth = 3 };
        Assert.Equal(3, Codec.Read<Nest>(Nested("91", 3), options).Depth);
        Assert.Contains(
            "limit of 3 levels",
            Codec.RefusedBytes<Nest>(Nested("91", 4), options).Message,
            StringComparison.Ordinal
        );

        options = new MessagePackOptions { MaxDepth = int.MaxValue };
        Assert.Contains(
            "limit of 500 levels",
            Codec.RefusedBytes<Nest>(Nested("91", 501), options).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_IsWritten_NestsNoDeeperThanIsRead()
    {
        Assert.Equal(500, Codec.Read<Nest>(Convert.ToHexString(MessagePackCodec.Serialize(new Nest(500)))).Depth);

        var error = Assert.Throws<MessagePackException>(() => MessagePackCodec.Serialize(new Nest(501)));
        Assert.Contains("500 levels", error.Message, StringComparison.Ordinal);
        // Two levels are the array's and the holder's own.
        MessagePackCodec.Serialize(new[] { new Holder { Nest = new Nest(498) } });
        Assert.Throws<MessagePackException>(() => MessagePackCodec.Serialize(new[] { new Holder { Nest = new Nest(499) } }));
    }

    [Fact]
    public void Breadth_IsNoDepth()
    {
        var options = new MessagePackOptions { MaxDepth = 3 };
        Assert.Equal(3, Codec.Read<Nest>("dc0400" + string.Concat(Enumerable.Repeat("92c091c0", 0x400)), options).Depth);
    }

    [Theory]
    [InlineData("91")]
    [InlineData("92c0")]
    [InlineData("dd7fffffffc0")]
    [InlineData("c1")]
    public void Bytes_ThatEndTooEarlyOrAreNone_AreRefused(string hex) => Codec.RefusedBytes<Nest>(hex);

    private static string Nested(string level, int levels) => string.Concat(Enumerable.Repeat(level, levels)) + "c0";

    [Others.MessagePackFormatter(typeof(NestFormatter))]
    public sealed record Nest(int Depth);

    [Others.MessagePackObject]
    public sealed class Holder
    {
        [Others.Key(0)]
        public Nest? Nest { get; set; }
    }

    public sealed class NestFormatter : Others.Formatters.IMessagePackFormatter<Nest>
    {
        // Instead of an overflow of the stack, which would end the tests.
        private const int TooDeep = 1000;

        public void Serialize(ref Others.MessagePackWriter writer, Nest value, Others.MessagePackSerializerOptions options)
        {
            for (var level = 0; level < value.Depth; level++)
                writer.WriteArrayHeader(1);
            writer.WriteNil();
        }

        public Nest Deserialize(ref Others.MessagePackReader reader, Others.MessagePackSerializerOptions options) =>
            new(Depth(ref reader, TooDeep));

        private static int Depth(ref Others.MessagePackReader reader, int levelsLeft)
        {
            if (levelsLeft == 0)
                throw new InsufficientExecutionStackException();
            if (reader.TryReadNil())
                return 0;
            var deepest = 0;
            for (var left = reader.ReadArrayHeader(); left > 0; left--)
                deepest = Math.Max(deepest, Depth(ref reader, levelsLeft - 1));
            return deepest + 1;
        }
    }
}
