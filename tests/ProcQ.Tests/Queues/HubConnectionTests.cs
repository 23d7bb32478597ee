using ProcQ.Launching;
using ProcQ.MessagePack;
using ProcQ.Queues;
using ProcQ.Wire;

namespace ProcQ.Tests.Queues;

/// <summary>One process that uses a queue, from its first words to its last.</summary>
public class HubConnectionTests
{
    [Fact]
    public void Run_WhenNothingCanBeWrittenAnyMore_ReadsWhatWasPutBefore()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var queue = new QueueCore(4, 0);
        using var hub = QueueHub.Open(
            queue,
            new object(),
            pipe => new QueueAddress(pipe, QueueHub.NewSecret(), Environment.ProcessId, 4, 1 << 20, default)
        );
        using var folder = PrivateDirectory.Create();
        // The welcome gets through; what is granted does not, and the second message is read after that.
        var pipe = new DyingWriterPipe(goodWrites: 1, [.. Ask(2), .. Put(1)], Put(2));
        var connection = new HubConnection(hub, queue, pipe, Environment.ProcessId, folder.NewPath());

        connection.Start();
        pipe.Disposed.Wait(limit.Token);
        connection.Dispose();

        Assert.Equal(2, queue.Count);
    }

    private static byte[] Ask(int wanted)
    {
        var frames = new FrameBuffer();
        PlainFrame.Write(frames, FrameKind.QueueAsk, wanted);
        return frames.Written.ToArray();
    }

    private static byte[] Put(byte number)
    {
        var frames = new FrameBuffer();
        frames.Begin();
        var writer = new MessagePackWriter(frames);
        writer.WriteArrayHeader(1);
        writer.WriteBinary([number]);
        writer.Flush();
        frames.End(FrameKind.QueuePut, 1);
        return frames.Written.ToArray();
    }
}
