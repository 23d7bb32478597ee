using System.Text;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack;

/// <summary>Short ASCII is coded by hand; what comes out is what the runtime makes of it.</summary>
public sealed class ShortTextTests
{
    [Fact]
    public void Text_OfEveryLengthAroundTheLimit_IsTheSameBytes()
    {
        for (var length = 0; length < 80; length++)
            foreach (
                var text in (string[])
                    [new('a', length), new string('a', length) + "é", "\u007f" + new string('z', length) + "\u0080"]
            )
                AssertSame(text);
    }

    [Fact]
    public void Text_WithALoneSurrogateOrInvalidUtf8_HasReplacements()
    {
        Assert.Equal("a\ufffdb", MessagePackCodec.Deserialize<string>(MessagePackCodec.Serialize("a\ud800b")));
        Assert.Equal("a\ufffdb", MessagePackCodec.Deserialize<string>(new byte[] { 0xa3, (byte)'a', 0xff, (byte)'b' }));
    }

    private static void AssertSame(string text)
    {
        var bytes = MessagePackCodec.Serialize(text);
        Assert.Equal(Encoding.UTF8.GetBytes(text), bytes[^Encoding.UTF8.GetByteCount(text)..]);
        Assert.Equal(text, MessagePackCodec.Deserialize<string>(bytes));
    }
}
