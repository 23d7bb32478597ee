using ProcQ.Queues;
using ProcQ.Wire;

namespace ProcQ.Tests.Queues;

/// <summary>Who waits for an outbox waits for what was posted before, and for nothing that comes after.</summary>
public class OutboxTests
{
    [Fact]
    public void Emptying_WhileOthersGoOnPosting_HappensWhenWhatWasThereHasLeft()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var pipe = new StuckPipe();
        var outbox = new Outbox(pipe);
        Assert.Null(outbox.Emptying());
        outbox.Post(FrameKind.QueueEnd, 1);
        outbox.Pump();
        var first = outbox.Emptying();
        outbox.Post(FrameKind.QueueEnd, 2);
        var second = outbox.Emptying();
        Assert.NotNull(first);
        Assert.NotNull(second);

        pipe.Release();
        first.Wait(limit.Token);
        outbox.Post(FrameKind.QueueEnd, 3);
        Assert.False(second.HasHappened);

        pipe.Release();
        second.Wait(limit.Token);
        var third = outbox.Emptying();
        Assert.NotNull(third);
        pipe.Release();
        third.Wait(limit.Token);
        Assert.Null(outbox.Emptying());
    }

    [Fact]
    public void Post_OfWhatDoesNotFit_EndsThisOutboxAndThrowsNothing()
    {
        using var pipe = new MemoryStream();
        var outbox = new Outbox(pipe);
        outbox.Post<string>(FrameKind.QueueEnd, 1, "It does not fit.", (_, text) => throw new ProtocolException(text));

        outbox.Post(FrameKind.QueueEnd, 2);
        outbox.Put([1]);
        outbox.Pump();

        Assert.Equal("It does not fit.", Assert.IsType<ProtocolException>(outbox.Failure).Message);
        Assert.Null(outbox.Emptying());
        // It has no half that could be ended, and whoever reads from it must come to its end.
        Assert.False(pipe.CanRead);
    }
}
