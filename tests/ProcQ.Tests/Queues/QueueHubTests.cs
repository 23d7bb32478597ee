using System.Runtime.CompilerServices;
using ProcQ.MessagePack;
using ProcQ.Queues;
using ProcQ.Wire;

namespace ProcQ.Tests.Queues;

/// <summary>Processes that break the rules are cut off. The process of the queue goes on, and so does the queue.</summary>
public class QueueHubTests
{
    [Theory]
    [InlineData("puts without credit")]
    [InlineData("a reader without a number")]
    [InlineData("more messages than there are bytes")]
    [InlineData("no frame of a queue")]
    public void Connection_ThatBreaksTheRules_IsCutOff(string how)
    {
        var queue = new QueueCore(4, 0);
        using var hub = QueueHub.Open(queue, new object(), AddressOf);
        using var pipe = PipeDialer.Dial(hub.Address.Pipe);
        Greeting.Introduce(pipe, hub.Address.Secret);

        pipe.Write(Wrong(how).Written.Span);

        FrameReader.ReadToEnd(pipe, 1 << 20, static _ => { });
        Assert.Equal(PutResult.Accepted, queue.TryPut(Parcel.Of(new byte[] { 1 }), mayExceed: false));
        var other = new QueueClient(hub.Address);
        Assert.Equal(1, other.Look(wantsCredit: false));
        other.Dispose();
    }

    [Fact]
    public void Connection_ThatAMessageDoesNotFitInto_EndsAndItsMessagesComeBack()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var queue = new QueueCore(4, redeliveries: 1);
        using var hub = QueueHub.Open(queue, new object(), AddressOf);
        using var bytes = new UnreadableBytes();
        var looked = false;
        using (var pipe = PipeDialer.Dial(hub.Address.Pipe))
        {
            Greeting.Introduce(pipe, hub.Address.Secret);
            var take = new FrameBuffer();
            take.Begin();
            QueueData.WriteNumbers(take, (1, 0, 0));
            take.End(FrameKind.QueueTake, 7);
            PlainFrame.Write(take, FrameKind.QueueLook, 1, 0);
            pipe.Write(take.Written.Span);
            using var frames = new FrameReader(pipe, 1 << 20, frame => looked |= frame.Kind == FrameKind.QueueLooked);
            // Who is answered has been put in line before.
            while (!looked && frames.ReadSome()) { }

            Assert.Equal(PutResult.Accepted, queue.TryPut(Parcel.Of(bytes.All), mayExceed: false));
            // The other end is told by the end of what it reads, and goes.
            while (frames.ReadSome()) { }
        }

        Assert.Equal(8, new LocalTaker(queue).Take(limit.Token)?.Bytes.Length);
    }

    [Fact]
    public void GetFar_OfAQueueThatIsNeverUsed_KeepsNothing()
    {
        var client = Forgotten();
        GC.Collect();
        Assert.False(client.TryGetTarget(out _));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<QueueClient> Forgotten()
    {
        var client = QueueDirectory.GetFar(AddressOf("nowhere"));
        Assert.Same(client, QueueDirectory.GetFar(AddressOf("nowhere")));
        return new WeakReference<QueueClient>(client);
    }

    private static FrameBuffer Wrong(string how)
    {
        var frames = new FrameBuffer();
        var writer = new MessagePackWriter(frames);
        frames.Begin();
        switch (how)
        {
            case "puts without credit":
                writer.WriteArrayHeader(1);
                writer.WriteBinary([1]);
                writer.Flush();
                frames.End(FrameKind.QueuePut, 1);
                break;
            case "a reader without a number":
                QueueData.WriteNumbers(frames, (1, 0, -1));
                frames.End(FrameKind.QueueTake, long.MaxValue);
                break;
            case "more messages than there are bytes":
                writer.WriteArrayHeader(int.MaxValue);
                writer.Flush();
                frames.End(FrameKind.QueuePut, int.MaxValue);
                break;
            default:
                writer.WriteNil();
                writer.Flush();
                frames.End(FrameKind.QueueDone, 0);
                break;
        }

        return frames;
    }

    private static QueueAddress AddressOf(string pipe) => new(pipe, Secret, Environment.ProcessId, 4, 1 << 20, default);

    private static readonly byte[] Secret = QueueHub.NewSecret();
}
