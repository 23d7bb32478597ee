using ProcQ.Queues;
using ProcQ.Wire;

namespace ProcQ.Tests.Queues;

/// <summary>A reader of a queue of another process: what it has, what it gives back, and when it is at the end. The connection is a stream in memory.</summary>
public class ClientReaderTests
{
    private readonly MemoryStream _pipe = new();
    private readonly ClientReader _reader;

    // It has no place on the page, and so needs none.
    public ClientReaderTests() => _reader = new ClientReader(new ClientReaders(), new Outbox(_pipe), null!, 7, slot: -1);

    [Fact]
    public void GiveBackIfStalled_AfterTheEndWasTold_AsksAgain()
    {
        Receive(0, 1, 2, 3);
        _reader.Done(0);
        Assert.Equal(1, Take());

        Assert.True(_reader.GiveBackIfStalled());
        Assert.False(_reader.GiveBackIfStalled());

        Assert.False(_reader.TryTake(out _, out var wait));
        Assert.NotNull(wait);
        Receive(1, 2);
        Assert.Equal(2, Take());
        _reader.Done(1);
        Assert.False(_reader.TryTake(out _, out wait));
        Assert.Null(wait);
    }

    [Fact]
    public void Done_OfARoundBefore_IsNotTheEnd()
    {
        Receive(0, 1, 2);
        Assert.Equal(1, Take());
        _reader.GiveBackIfStalled();
        _reader.GiveBackIfStalled();

        _reader.Done(0);

        Assert.False(_reader.TryTake(out _, out var wait));
        Assert.NotNull(wait);
    }

    [Fact]
    public void Leave_BecauseTheQueueIsDisposedOfHere_GivesBackWhatWasNotHandedOut()
    {
        Receive(0, 1, 2, 3);
        Assert.Equal(1, Take());

        _reader.Leave(QueueErrors.Disposed);

        Assert.Equal((1, 1, 1), LastGiveBack());
        Assert.Throws<ObjectDisposedException>(() => _reader.TryTake(out _, out _));
        Receive(0, 4);
        Receive(1, 5);
        Assert.Throws<ObjectDisposedException>(() => _reader.TryTake(out _, out _));
    }

    private void Receive(int round, params byte[] numbers) =>
        _reader.Receive([.. numbers.Select(number => Parcel.Of(new[] { number }))], round);

    private int Take()
    {
        Assert.True(_reader.TryTake(out var parcel, out _));
        return parcel.Bytes.Span[0];
    }

    private (long Finished, long HandedOut, long Closed) LastGiveBack()
    {
        (long, long, long) last = default;
        FrameReader.ReadToEnd(
            new MemoryStream(_pipe.ToArray()),
            1 << 20,
            frame => last = frame.Kind == FrameKind.QueueGiveBack ? QueueData.ReadNumbers(frame) : last
        );
        return last;
    }
}
