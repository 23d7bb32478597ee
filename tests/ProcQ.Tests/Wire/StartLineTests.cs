using ProcQ.Wire;

namespace ProcQ.Tests.Wire;

public class StartLineTests
{
    private static readonly byte[] Token = [.. Enumerable.Range(100, Hello.TokenBytes).Select(i => (byte)(i * 7))];

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "de-CH")]
    [InlineData("tr-TR", "")]
    public void Decode_OfWhatWasEncoded_IsTheSame(string? culture, string? uiCulture)
    {
        var line = new StartLine("/tmp/procq-1-é/pipe", Token, "/tmp/a b/page", 12, 64 << 20, 3, culture, uiCulture);

        var again = StartLine.Decode(line.Encode());

        Assert.Equal(line with { Token = default }, again with { Token = default });
        Assert.Equal(Token, again.Token.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("hello\n")]
    [InlineData("ProcQ/1\tpipe\n")]
    [InlineData("ProcQ/2\tpipe\t00\tpage\t1\t2\t-\t-\n")]
    [InlineData("ProcQ/1\tpipe\t00\tpage\t1\t2\t-\t-\n")]
    public void Decode_OfAnythingElse_SaysThatOnlyAPoolStartsWorkers(string text)
    {
        var error = Assert.Throws<HandshakeException>(() => StartLine.Decode(System.Text.Encoding.UTF8.GetBytes(text)));

        Assert.Contains("only a pool can start it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_DoesNotHoldTheToken() =>
        Assert.DoesNotContain(
            Convert.ToHexString(Token),
            new StartLine("p", Token, "q", 1, 2, 1, null, null).ToString(),
            StringComparison.OrdinalIgnoreCase
        );
}
