using ProcQ.Queues;
using ProcQ.Wire;

namespace ProcQ.Tests.Queues;

/// <summary>The accounts of a queue: credit, what readers hold, and who is told of the end. Connections are streams in memory.</summary>
public class QueueCoreTests
{
    [Fact]
    public void Ask_MoreThanThereIsRoom_IsGrantedInShares()
    {
        var queue = new QueueCore(10, 0);
        var (first, second) = (new Peer(), new Peer());

        queue.Ask(first.Putter, 8);
        queue.Ask(second.Putter, 8);

        Assert.Equal(["Grant 8"], first.Told());
        Assert.Equal(["Grant 2"], second.Told());
        Assert.Equal(PutResult.Full, queue.TryPut(Parcel.Of("x"), mayExceed: false));
        Assert.Equal(PutResult.Accepted, queue.TryPut(Parcel.Of("x"), mayExceed: true));
    }

    [Fact]
    public void PutOnCredit_WithoutCredit_IsAViolation()
    {
        var queue = new QueueCore(10, 0);
        var peer = new Peer();
        queue.Ask(peer.Putter, 1);

        queue.PutOnCredit(peer.Putter, [Parcel.Of("x")]);

        Assert.Throws<ProtocolException>(() => queue.PutOnCredit(peer.Putter, [Parcel.Of("y")]));
        Assert.Throws<ProtocolException>(() => queue.GiveBackCredit(peer.Putter, 1));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void Ask_WhileOthersSitOnTheirCredit_RecallsIt()
    {
        var queue = new QueueCore(4, 0);
        var (idle, busy) = (new Peer(), new Peer());
        queue.Join(idle.Putter);
        queue.Join(busy.Putter);
        queue.Ask(idle.Putter, 4);

        queue.Ask(busy.Putter, 4);
        queue.GiveBackCredit(idle.Putter, 3);

        Assert.Equal(["Grant 4", "Recall 0"], idle.Told());
        Assert.Equal(["Grant 3"], busy.Told());
    }

    [Fact]
    public void End_WithCreditOut_TellsReadersOnlyWhenItIsBack()
    {
        var queue = new QueueCore(4, 0);
        var (writer, reader) = (new Peer(), new Peer());
        queue.Join(writer.Putter);
        queue.Ask(writer.Putter, 2);
        queue.Take(reader.Taker, 1);

        queue.End(QueuePhase.Ended);
        Assert.Empty(reader.Told());
        queue.PutOnCredit(writer.Putter, [Parcel.Of(new byte[] { 1 })]);
        queue.GiveBackCredit(writer.Putter, 1);
        queue.Take(reader.Taker, 1, finished: 1);

        Assert.Equal(["Grant 2", "Ended 0"], writer.Told());
        Assert.Equal(["Messages 0", "Done 7"], reader.Told());
    }

    [Fact]
    public void End_WhileAnotherProcessHoldsAMessage_IsToldWhenThatIsFinishedOrBack()
    {
        var queue = new QueueCore(4, redeliveries: 1);
        var (holder, waiter) = (new Peer(), new Peer());
        Put(queue, 1);
        queue.Take(holder.Taker, 1);
        queue.Take(waiter.Taker, 1);
        queue.End(QueuePhase.Ended);
        Assert.Empty(waiter.Told());

        var lost = queue.Bury(holder.Putter, [(holder.Taker, 0, 1)]);
        queue.Take(waiter.Taker, 1, finished: 1);

        Assert.Empty(lost);
        Assert.Equal(["Messages 0", "Done 7"], waiter.Told());
    }

    [Fact]
    public void Bury_AReader_ReturnsWhatItHadNotFinishedToTheFront()
    {
        var queue = new QueueCore(10, redeliveries: 0);
        var peer = new Peer();
        Put(queue, 1, 2, 3, 4, 5, 6);
        queue.Take(peer.Taker, 5);

        // It finished the first, and had the second in its hands.
        var lost = queue.Bury(peer.Putter, [(peer.Taker, 1, 2)]);

        Assert.Equal([2], lost.Select(Number));
        Assert.Equal([3, 4, 5, 6], TakeAll(queue));
    }

    [Fact]
    public void Bury_AReaderOfAClosedQueue_LosesNothing()
    {
        var queue = new QueueCore(10, redeliveries: 0);
        var peer = new Peer();
        Put(queue, 1, 2);
        queue.Take(peer.Taker, 2);

        queue.End(QueuePhase.Closed);
        var lost = queue.Bury(peer.Putter, [(peer.Taker, 0, 1)]);

        Assert.Empty(lost);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void GiveBack_FromTwoReaders_RestoresTheOrder()
    {
        var queue = new QueueCore(10, 0);
        var (one, two) = (new Peer(), new Peer());
        Put(queue, 1, 2, 3, 4, 5, 6);
        queue.Take(one.Taker, 2);
        queue.Take(two.Taker, 2);

        queue.GiveBack(two.Taker, 0, 0);
        queue.GiveBack(one.Taker, 0, 1);

        Assert.Equal([2, 3, 4, 5, 6], TakeAll(queue));
        Assert.Throws<ProtocolException>(() => queue.Take(one.Taker, 1, finished: 9));
    }

    [Fact]
    public void TryPut_WhileOthersSitOnTheirCredit_RecallsIt()
    {
        var queue = new QueueCore(2, 0);
        var idle = new Peer();
        queue.Join(idle.Putter);
        queue.Ask(idle.Putter, 2);

        Assert.Equal(PutResult.Full, queue.TryPut(Parcel.Of("x"), mayExceed: false));
        Assert.Equal(["Grant 2", "Recall 0"], idle.Told());

        queue.GiveBackCredit(idle.Putter, 2);
        Assert.Equal(PutResult.Accepted, queue.TryPut(Parcel.Of("x"), mayExceed: false));
    }

    [Fact]
    public void Look_WhileOthersSitOnTheirCredit_RecallsIt()
    {
        var queue = new QueueCore(2, 0);
        var (idle, busy) = (new Peer(), new Peer());
        queue.Join(idle.Putter);
        queue.Ask(idle.Putter, 2);

        queue.Look(busy.Putter, 0, out _);
        Assert.Equal(["Grant 2"], idle.Told());
        queue.Look(busy.Putter, 1, out var granted);
        Assert.Equal(0, granted);
        Assert.Equal(["Grant 2", "Recall 0"], idle.Told());

        queue.GiveBackCredit(idle.Putter, 2);
        queue.Look(busy.Putter, 1, out granted);
        Assert.Equal(1, granted);
    }

    [Fact]
    public void Look_ByAWorkerThatIsBeingStopped_NeedsNoRoom()
    {
        const int Stopped = -4711;
        var queue = new QueueCore(1, 0);
        Put(queue, 1);
        var peer = new Peer(Stopped);

        Relief.Begin([Stopped]);
        try
        {
            queue.Look(peer.Putter, 1, out var granted);
            Assert.Equal(1, granted);
        }
        finally
        {
            Relief.End([Stopped]);
        }

        queue.Look(peer.Putter, 1, out var later);
        Assert.Equal(0, later);
    }

    [Fact]
    public void GiveBack_AfterTheEndWasTold_BringsMessagesOrTheEndAgain()
    {
        var queue = new QueueCore(4, 0);
        var reader = new Peer();
        Put(queue, 1, 2);
        queue.Take(reader.Taker, 8);
        queue.End(QueuePhase.Ended);

        queue.GiveBack(reader.Taker, 0, 1);
        queue.Take(reader.Taker, 8, finished: 1);

        Assert.Equal(["Messages 0", "Done 7", "Messages 1", "Done 7"], reader.Told());
    }

    private static void Put(QueueCore queue, params byte[] numbers)
    {
        foreach (var number in numbers)
            queue.TryPut(Parcel.Of(new[] { number }), mayExceed: false);
    }

    private static List<int> TakeAll(QueueCore queue)
    {
        var taken = new List<int>();
        while (queue.TryTake(out var parcel))
            taken.Add(Number(parcel));
        return taken;
    }

    private static int Number(Parcel parcel) => parcel.Bytes.Span[0];

    /// <summary>A process at the other end of a connection, which is a stream in memory.</summary>
    private sealed class Peer
    {
        private readonly MemoryStream _pipe = new();

        public Peer(int process = 0)
        {
            var outbox = new Outbox(_pipe);
            Putter = new RemotePutter(process, outbox);
            Taker = new RemoteTaker(7, 0, Putter.Holdings, outbox);
        }

        public RemotePutter Putter { get; }

        public RemoteTaker Taker { get; }

        /// <summary>The frames it was sent.</summary>
        public List<string> Told()
        {
            var told = new List<string>();
            FrameReader.ReadToEnd(
                new MemoryStream(_pipe.ToArray()),
                1 << 20,
                frame => told.Add($"{frame.Kind.ToString()["Queue".Length..]} {frame.Order}")
            );
            return told;
        }
    }
}
