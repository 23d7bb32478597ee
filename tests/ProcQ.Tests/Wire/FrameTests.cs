using System.Buffers;
using System.Buffers.Binary;
using ProcQ.Tests.Fuzzing;
using ProcQ.Wire;

namespace ProcQ.Tests.Wire;

public class FrameTests
{
    private const int MaxFrameBytes = 4096;

    private static readonly ErrorData Error = ErrorData.From(new InvalidOperationException("one"));

    [Fact]
    public void ReadToEnd_CutInsideAFrame_HandsOutWhatIsWhole()
    {
        var stream = FrameStreams.Seeds(Error)[0];
        var ends = Ends(stream);
        for (var cut = 0; cut <= stream.Length; cut++)
        {
            var seen = 0;
            FrameReader.ReadToEnd(new PieceStream(stream[..cut]), MaxFrameBytes, _ => seen++);
            Assert.Equal(ends.Count(end => end <= cut), seen);
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(11u)]
    [InlineData(MaxFrameBytes + 1u)]
    [InlineData(0x7FFFFFC7u)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void TryTake_OfALengthThatNoFrameHas_ThrowsBeforeItIsThere(uint length)
    {
        var bytes = new byte[Frame.PrefixBytes];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, length);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ProtocolException>(() =>
        {
            var sequence = new ReadOnlySequence<byte>(bytes);
            FrameParser.TryTake(ref sequence, MaxFrameBytes, out _);
        });

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Theory]
    [InlineData("failure")]
    [InlineData("progress")]
    [InlineData("number")]
    [InlineData("nil")]
    public void Messages_WithBytesBehindTheirData_Throw(string name)
    {
        var target = FuzzTargets.Wire.Single(t => t.Name == name);
        var good = target.Seeds[0];

        target.Read(good);

        Assert.Contains("bytes behind its data", Assert.Throws<ProtocolException>(() => target.Read([.. good, 0xc0])).Message);
    }

    private static List<int> Ends(byte[] stream)
    {
        var ends = new List<int>();
        for (var at = 0; at < stream.Length; ends.Add(at))
            at += Frame.PrefixBytes + BinaryPrimitives.ReadInt32BigEndian(stream.AsSpan(at));
        return ends;
    }
}
