using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.LowLevel;

/// <summary>The reader alone: every code, whole and in pieces, and what it says about bytes that are wrong.</summary>
public class ReaderTests
{
    [Theory]
    [InlineData("7f", 127)]
    [InlineData("e0", -32)]
    [InlineData("cc80", 128)]
    [InlineData("cd0100", 256)]
    [InlineData("ce00010000", 65536)]
    [InlineData("cf0000000000000005", 5)]
    [InlineData("d0ff", -1)]
    [InlineData("d1ff00", -256)]
    [InlineData("d2ffff0000", -65536)]
    [InlineData("d3fffffffffffffffe", -2)]
    public void ReadInt32_AnyIntegerCode_GivesItsValue(string hex, int expected)
    {
        Assert.Equal(expected, Codec.Read<int>(hex));
        Assert.Equal(expected, Codec.Read<long>(hex));
        Assert.Equal(expected, Codec.Read<double>(hex));
        Assert.Equal((float)expected, Codec.Read<float>(hex));
    }

    [Theory]
    [InlineData("ce80000000", typeof(int))]
    [InlineData("d3ffffffff7fffffff", typeof(int))]
    [InlineData("cf8000000000000000", typeof(long))]
    [InlineData("cf8000000000000000", typeof(int))]
    [InlineData("ff", typeof(uint))]
    [InlineData("ff", typeof(ulong))]
    [InlineData("ff", typeof(char))]
    [InlineData("cd0100", typeof(byte))]
    [InlineData("cc80", typeof(sbyte))]
    [InlineData("cd8000", typeof(short))]
    [InlineData("ce00010000", typeof(ushort))]
    public void ReadInteger_OutOfRange_IsRefusedAtItsFirstByte(string hex, Type type)
    {
        var refusal = Assert.Throws<MessagePackException>(() =>
            MessagePackCodec.Deserialize(type, new ReadOnlySequence<byte>(Convert.FromHexString(hex)))
        );
        Assert.Contains("outside the range of", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, refusal.Offset);
    }

    [Fact]
    public void ReadUInt64_Largest_IsRead() => Assert.Equal(ulong.MaxValue, Codec.Read<ulong>("cfffffffffffffffff"));

    [Fact]
    public void Deserialize_TrailingBytes_AreRefusedWhereTheyBegin()
    {
        var refusal = Codec.RefusedBytes<int>("0102");
        Assert.Equal(1, refusal.Offset);
        Assert.Contains("1 bytes follow", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deserialize_NoBytes_IsRefused() =>
        Assert.Contains("end too early", Codec.RefusedBytes<int>("").Message, StringComparison.Ordinal);

    [Fact]
    public void Next_EveryFirstByte_HasAType()
    {
        for (var code = 0; code < 256; code++)
        {
            var reader = new MessagePackReader(new[] { (byte)code }.AsSpan());
            Assert.Equal(code, reader.NextCode);
            Assert.Equal(code == 0xc1, reader.NextType == MessagePackType.Unknown);
            Assert.Equal(0, reader.Consumed);
        }
    }

    [Fact]
    public void Skip_EveryKindOfValue_ComesOutAtItsEnd()
    {
        string[] values =
        [
            "05",
            "ff",
            "c0",
            "c2",
            "cc80",
            "cd0100",
            "ce00010000",
            "cf0000000000000005",
            "d0ff",
            "d1ff00",
            "d2ffff0000",
            "d3fffffffffffffffe",
            "ca3fc00000",
            "cb3ff8000000000000",
            "a161",
            "d90161",
            "da000161",
            "db0000000161",
            "c40101",
            "c5000101",
            "c60000000101",
            "93010203",
            "dc000101",
            "dd0000000101",
            "8101a161",
            "de000101c0",
            "df0000000101c0",
            "d40500",
            "d5050000",
            "d60500000000",
            "d7050000000000000000",
            "d80500000000000000000000000000000000",
            "c7010500",
            "c800010500",
            "c9000000010500",
            "919181c091c0",
        ];
        foreach (var value in values)
        {
            var bytes = Convert.FromHexString(value + "2a");
            foreach (var sequence in new[] { new ReadOnlySequence<byte>(bytes), Segments.OneByteEach(bytes) })
            {
                var reader = new MessagePackReader(sequence);
                Assert.Equal(value, Convert.ToHexStringLower(reader.ReadRaw().ToArray()));
                Assert.Equal(42, reader.ReadInt32());
                Assert.True(reader.End);
            }
        }
    }

    [Fact]
    public void Skip_AMillionNestedArrays_NeedsNoStack()
    {
        var bytes = new byte[1_000_001];
        Array.Fill(bytes, (byte)0x91);
        bytes[^1] = 0xc0;
        var reader = new MessagePackReader(bytes.AsMemory());
        reader.Skip();
        Assert.True(reader.End);
    }

    [Theory]
    [InlineData("dd7fffffff")]
    [InlineData("ddffffffff")]
    [InlineData("df7fffffff")]
    [InlineData("92c0")]
    [InlineData("c6ffffffff")]
    [InlineData("c605")]
    [InlineData("d9")]
    [InlineData("c1")]
    public void Skip_BytesThatEndTooEarly_IsRefused(string hex) =>
        Assert.Throws<MessagePackException>(() =>
        {
            var reader = new MessagePackReader(Convert.FromHexString(hex).AsSpan());
            reader.Skip();
        });

    [Fact]
    public void ReadBytes_FromASequence_IsPartOfIt()
    {
        var bytes = Convert.FromHexString("c403010203");
        var reader = new MessagePackReader(Segments.Split(bytes, 3));
        Assert.Equal([1, 2, 3], reader.ReadBytes()!.Value.ToArray());
        Assert.True(reader.End);

        var span = new MessagePackReader(bytes.AsSpan());
        Assert.Equal([1, 2, 3], span.ReadBytes()!.Value.ToArray());
    }

    [Fact]
    public void Reader_Copied_ReadsOnIndependently()
    {
        var reader = new MessagePackReader(Convert.FromHexString("0102").AsSpan());
        var copy = reader;
        Assert.Equal(1, reader.ReadInt32());
        Assert.Equal(1, copy.ReadInt32());
        Assert.Equal(2, reader.ReadInt32());
        Assert.Equal(1, copy.Remaining);
    }

    [Fact]
    public void ReadExtensionHeader_ThenItsBytes_GivesBoth()
    {
        var reader = new MessagePackReader(Convert.FromHexString("c7032a010203").AsMemory());
        Assert.Equal(3, reader.ReadExtensionHeader(out var type));
        Assert.Equal(42, type);
        Assert.Equal([1, 2, 3], reader.ReadRaw(3).ToArray());
    }
}
