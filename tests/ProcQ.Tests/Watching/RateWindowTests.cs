using ProcQ.Watching;

namespace ProcQ.Tests.Watching;

public sealed class RateWindowTests
{
    [Fact]
    public void Add_FirstSample_CountsFromTheBeginning() => Assert.Equal(50, new RateWindow().Add(Seconds(2), 100));

    [Fact]
    public void Add_AtOnce_IsZero() => Assert.Equal(0, new RateWindow().Add(TimeSpan.Zero, 5));

    [Fact]
    public void Add_AfterAStall_ForgetsWhatWasBefore()
    {
        var rate = new RateWindow();
        rate.Add(Seconds(1), 1000);

        for (var s = 2; s < 7; s++)
            rate.Add(Seconds(s), 1000);

        Assert.Equal(0, rate.Add(Seconds(7), 1000));
        Assert.Equal(2, rate.Add(Seconds(8), 1010));
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
