using System.Text;
using ProcQ.Launching;

namespace ProcQ.Tests.Launching;

public class OutputRingTests
{
    [Fact]
    public void Text_OfNothing_IsEmpty() => Assert.Equal("", new OutputRing().Text());

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(16 * 1024)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200_000)]
    public void Text_AfterAnyAmountInAnyPieces_IsTheLast64K(int piece)
    {
        var ring = new OutputRing();
        var all = new StringBuilder();
        for (var i = 0; all.Length < 300_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, piece).Select(j => (char)('a' + ((i + j) % 26))));
            all.Append(text);
            ring.Append(Encoding.UTF8.GetBytes(text));
            if (piece < 1000 && i % 997 != 0)
                continue;
            var expected =
                all.Length <= OutputRing.Capacity
                    ? all.ToString()
                    : all.ToString(all.Length - OutputRing.Capacity, OutputRing.Capacity);
            Assert.Equal(expected, ring.Text());
        }
    }

    [Fact]
    public void Text_WhoseFirstCharacterWasCut_BeginsWithTheNext()
    {
        var ring = new OutputRing();
        ring.Append(Encoding.UTF8.GetBytes("€" + new string('x', OutputRing.Capacity - 1)));

        Assert.Equal(new string('x', OutputRing.Capacity - 1), ring.Text());
    }
}
