using System.Diagnostics;
using ProcQ.Queues;

namespace ProcQ.Tests.Queues;

public class ClientCreditTests
{
    [Fact]
    public void WasJustGranted_UntilItIsUsedOrAMillisecondHasPassed()
    {
        var credit = new ClientCredit(4);
        Assert.False(credit.WasJustGranted(Stopwatch.GetTimestamp()));
        var before = Stopwatch.GetTimestamp();
        credit.Granted(1, asAsked: true);
        var after = Stopwatch.GetTimestamp();

        Assert.True(credit.WasJustGranted(before));
        Assert.False(credit.WasJustGranted(after + (Stopwatch.Frequency / 1000)));
        Assert.True(credit.TryUse());
        Assert.False(credit.WasJustGranted(before));
    }
}
