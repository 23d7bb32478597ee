using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.LowLevel;

/// <summary>The writer alone: the smallest form of everything, and a buffer that is lent in small pieces.</summary>
public class WriterTests
{
    private delegate void Writing(ref MessagePackWriter writer);

    [Theory]
    [InlineData(0, "90")]
    [InlineData(15, "9f")]
    [InlineData(16, "dc0010")]
    [InlineData(65535, "dcffff")]
    [InlineData(65536, "dd00010000")]
    public void WriteArrayHeader_Count_TakesTheSmallestForm(int count, string expected) =>
        Assert.Equal(expected, Write((ref w) => w.WriteArrayHeader(count)));

    [Theory]
    [InlineData(0, "80")]
    [InlineData(15, "8f")]
    [InlineData(16, "de0010")]
    [InlineData(65536, "df00010000")]
    public void WriteMapHeader_Count_TakesTheSmallestForm(int count, string expected) =>
        Assert.Equal(expected, Write((ref w) => w.WriteMapHeader(count)));

    [Theory]
    [InlineData(1, "d405")]
    [InlineData(2, "d505")]
    [InlineData(3, "c70305")]
    [InlineData(4, "d605")]
    [InlineData(8, "d705")]
    [InlineData(16, "d805")]
    [InlineData(17, "c71105")]
    [InlineData(256, "c8010005")]
    [InlineData(65536, "c90001000005")]
    public void WriteExtensionHeader_Length_TakesTheSmallestForm(int length, string expected) =>
        Assert.Equal(expected, Write((ref w) => w.WriteExtensionHeader(5, length)));

    [Theory]
    [InlineData(255, "c4ff")]
    [InlineData(256, "c50100")]
    [InlineData(65536, "c600010000")]
    public void WriteBinaryHeader_Length_TakesTheSmallestForm(int length, string expected) =>
        Assert.Equal(expected, Write((ref w) => w.WriteBinaryHeader(length)));

    [Theory]
    [InlineData(31, 1)]
    [InlineData(32, 2)]
    [InlineData(255, 2)]
    [InlineData(256, 3)]
    [InlineData(4096, 3)]
    [InlineData(4097, 3)]
    [InlineData(65536, 5)]
    public void WriteString_OfAnyAlphabet_HasTheHeaderOfItsBytes(int bytes, int header)
    {
        // One, two and three bytes a letter: the header must fit the bytes, not the letters it was guessed from.
        foreach (var letter in new[] { "x", "é", "漢" })
        {
            var size = System.Text.Encoding.UTF8.GetByteCount(letter);
            var text = string.Concat(Enumerable.Repeat(letter, bytes / size)) + new string('y', bytes % size);
            var written = MessagePackCodec.Serialize(text);
            Assert.Equal(header + bytes, written.Length);
            Assert.Equal(text, MessagePackCodec.Deserialize<string>(written));
        }
    }

    [Fact]
    public void WriteFixed_SmallValues_TakeTheirFullPlace()
    {
        Assert.Equal("d30000000000000001", Write((ref w) => w.WriteInt64Fixed(1)));
        Assert.Equal("d3ffffffffffffffff", Write((ref w) => w.WriteInt64Fixed(-1)));
        Assert.Equal("dd00000003", Write((ref w) => w.WriteArrayHeaderFixed(3)));
    }

    [Fact]
    public void Write_ToAnOutputThatLendsLittle_GivesTheSameBytes()
    {
        var values = Enumerable.Range(-500, 1000).Select(i => i * 7919).ToArray();
        var text = string.Concat(Enumerable.Repeat("漢字 text ", 1000));
        var stingy = new StingyOutput();

        var writer = new MessagePackWriter(stingy);
        MessagePackCodec.GetFormatter<(int[], string)>().Serialize(ref writer, (values, text));
        Assert.Equal(MessagePackCodec.Serialize((values, text)).Length, writer.BytesWritten);
        writer.Flush();

        Assert.Equal(Codec.Hex((values, text)), Convert.ToHexStringLower([.. stingy.Bytes]));
    }

    [Fact]
    public void WriteHeader_NegativeCount_IsTheCallersMistake()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Write((ref w) => w.WriteArrayHeader(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Write((ref w) => w.WriteMapHeader(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Write((ref w) => w.WriteBinaryHeader(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Write((ref w) => w.WriteExtensionHeader(1, -1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Write((ref w) => w.WriteArrayHeaderFixed(-1)));
    }

    private static string Write(Writing writing)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        writing(ref writer);
        writer.Flush();
        return Convert.ToHexStringLower(bytes.WrittenSpan);
    }

    /// <summary>Lends exactly what it is asked for, as the contract of a buffer writer allows.</summary>
    private sealed class StingyOutput : IBufferWriter<byte>
    {
        private byte[] _lent = [];

        public List<byte> Bytes { get; } = [];

        public void Advance(int count) => Bytes.AddRange(_lent.AsSpan(0, count));

        public Memory<byte> GetMemory(int sizeHint = 0) => _lent = new byte[Math.Max(1, sizeHint)];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
