using ProcQ.Host;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Tests.Host;

/// <summary>What a worker runs for itself while it has nothing to do.</summary>
public class RehearsalTests
{
    private const int MaxFrameBytes = 1 << 20;

    [Fact]
    public void It_goes_the_whole_way_to_the_results()
    {
        var sent = new Rehearsal(new BatchInbox(new PipeTurns(static () => { })), MaxFrameBytes).Run();

        List<int> results = [];
        FrameReader.ReadToEnd(
            new MemoryStream(sent),
            MaxFrameBytes,
            frame =>
            {
                Assert.Equal(FrameKind.Results, frame.Kind);
                var header = ResultsHeader.Read(frame.Data, out var values);
                var reader = new MessagePackReader(values);
                for (var i = 0; i < header.Count; i++)
                    results.Add(reader.ReadInt32());
            }
        );
        Assert.Equal([1, 2, 3], results);
    }
}
