using ProcQ.Engine;
using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling;

public class ResultQueueTests
{
    /// <summary>Seen as a stream that ended before its last results: the end had been reported along with the first of them.</summary>
    [Fact]
    public void TryTake_EndedWithParcelsWaiting_ReportsTheEndAfterTheLastOne()
    {
        var queue = new ResultQueue(new Signal());
        var (first, second) = (Parcel(0), Parcel(1));
        queue.Add(first);
        queue.Add(second);
        queue.End();

        Assert.Equal((first, false), (queue.TryTake(out var ended), ended));
        Assert.Equal((second, false), (queue.TryTake(out ended), ended));
        Assert.Equal((null, true), (queue.TryTake(out ended), ended));
    }

    private static ResultParcel Parcel(long index) =>
        new ResultParcel.Refused(new ItemRange(index, 1, 1), new InvalidOperationException());
}
