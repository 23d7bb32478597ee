using System.Buffers.Binary;
using ProcQ.Wire;

namespace ProcQ.Tests.Wire;

public class HelloTests
{
    private static readonly byte[] Token = [.. Enumerable.Range(100, Hello.TokenBytes).Select(i => (byte)i)];

    [Fact]
    public void Decode_OfWhatWasEncoded_IsTheSame()
    {
        var mine = Hello.Mine(Token);

        var frame = HelloCodec.Encode(mine).Span;
        var again = HelloCodec.DecodeBody(frame[4..]);

        Assert.Equal(frame.Length - 4, HelloCodec.DecodeLength(frame[..4]));
        Assert.Equal(mine with { Token = default }, again with { Token = default });
        Assert.True(again.Proves(Token));
        Assert.True(again.Understands(mine));
    }

    [Fact]
    public void Encode_OfTheLongestVersions_StaysBelowTheLimit() =>
        Assert.InRange(
            HelloCodec
                .Encode(new Hello(int.MaxValue, "65535.65535.65535", "65535.65535.65535.65535", int.MaxValue, Token))
                .Length,
            1,
            HelloCodec.MaxBodyBytes
        );

    [Fact]
    public void Encode_EndsLikeEveryFrame()
    {
        var frame = HelloCodec.Encode(Hello.Mine(Token));
        var bytes = new System.Buffers.ReadOnlySequence<byte>(frame);

        Assert.True(FrameParser.TryTake(ref bytes, HelloCodec.MaxBodyBytes, out var parsed));
        Assert.Equal((FrameKind.Hello, 0L), (parsed.Kind, parsed.Order));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(257u)]
    [InlineData(0x7FFFFFC7u)]
    [InlineData(0x80000000u)]
    [InlineData(uint.MaxValue)]
    public void DecodeLength_OutsideTheLimit_Throws(uint length)
    {
        var header = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(header, length);

        var error = Assert.Throws<ProtocolException>(() => HelloCodec.DecodeLength(header));
        Assert.Contains($"{length}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DecodeBody_OfAnyOneByteChanged_IsAGreetingOrAProtocolError()
    {
        var body = HelloCodec.Encode(Hello.Mine(Token)).ToArray()[4..];
        for (var at = 0; at < body.Length; at++)
        {
            for (var value = 0; value < 256; value++)
            {
                var changed = body.ToArray();
                changed[at] = (byte)value;
                MustBeDecodedOrRefused(changed);
            }
        }
    }

    [Fact]
    public void DecodeBody_CutAnywhere_IsRefused()
    {
        var body = HelloCodec.Encode(Hello.Mine(Token)).ToArray()[4..];
        for (var length = 0; length < body.Length; length++)
            Assert.Throws<ProtocolException>(() => HelloCodec.DecodeBody(body.AsSpan(0, length)));
        Assert.Throws<ProtocolException>(() => HelloCodec.DecodeBody([.. body, 0]));
    }

    [Fact]
    public void Proves_AnyOtherToken_IsFalse()
    {
        var hello = Hello.Mine(Token);
        byte[] other = [.. Token];
        other[^1] ^= 1;

        Assert.False(hello.Proves(other));
        Assert.False(hello.Proves([]));
        Assert.False(Hello.Mine(default).Proves(Token));
    }

    [Fact]
    public void Mismatch_NamesBothSides()
    {
        var mine = Hello.Mine(Token);
        var other = mine with { Protocol = 2, Library = "9.9.9", Runtime = "11.0.0", ProcessId = 7 };

        Assert.False(mine.Understands(other));
        var message = HandshakeException.Mismatch(mine, other).Message;
        Assert.Contains(mine.ToString(), message, StringComparison.Ordinal);
        Assert.Contains("ProcQ 9.9.9, protocol 2, .NET 11.0.0, process 7", message, StringComparison.Ordinal);
    }

    private static void MustBeDecodedOrRefused(byte[] body)
    {
        try
        {
            Assert.NotNull(HelloCodec.DecodeBody(body));
        }
        catch (ProtocolException refused)
        {
            Assert.NotEmpty(refused.Message);
        }
    }
}
