using System.Text;
using ProcQ.Launching;

namespace ProcQ.Tests.Launching;

public class LineSplitterTests
{
    private readonly List<string> _lines = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void Add_InPiecesOfAnySize_GivesTheLines(int piece)
    {
        var bytes = Encoding.UTF8.GetBytes("one\ntwo\r\n\n€uro\nno end");
        var splitter = new LineSplitter(_lines.Add);

        foreach (var chunk in bytes.Chunk(piece))
            splitter.Add(chunk);
        splitter.End();

        Assert.Equal(["one", "two", "", "€uro", "no end"], _lines);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    public void Add_OfALineWithoutEnd_GivesWholeCharactersInBoundedPieces(string character)
    {
        var text = "." + string.Concat(Enumerable.Repeat(character, 30_000));
        var splitter = new LineSplitter(_lines.Add);

        splitter.Add(Encoding.UTF8.GetBytes(text));
        splitter.End();

        Assert.Equal(text, string.Concat(_lines));
        Assert.All(_lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, LineSplitter.MaxLineBytes));
    }

    [Fact]
    public void Add_OfEndlessContinuationBytes_StaysBounded()
    {
        var bytes = new byte[100_000];
        Array.Fill(bytes, (byte)0x80);
        var splitter = new LineSplitter(_lines.Add);

        splitter.Add(bytes);
        splitter.End();

        Assert.Equal(bytes.Length, _lines.Sum(line => line.Length));
    }
}
