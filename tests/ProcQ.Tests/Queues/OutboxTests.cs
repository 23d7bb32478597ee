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
}
