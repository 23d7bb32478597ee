using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling;

public sealed class BatchSizerTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Next_NothingMeasured_IsOne() => Assert.Equal(1, new BatchSizer(new JobTerms()).Next(1_000_000, 2));

    [Fact]
    public void Next_FixedChunk_IsThatAlways()
    {
        var sizer = new BatchSizer(new JobTerms { ChunkSize = 7 });
        sizer.Measured(7, TimeSpan.FromSeconds(10));

        Assert.Equal(7, sizer.Next(3, 8));
    }

    [Fact]
    public void Measured_FastItems_DoublesAtMost()
    {
        var sizer = new BatchSizer(new JobTerms());
        var sizes = new List<int>();
        for (var batch = 0; batch < 17; batch++)
        {
            sizes.Add(sizer.Next(null, 2));
            sizer.Measured(sizes[^1], TimeSpan.Zero);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128], sizes.Take(8));
        Assert.Equal(32_768, sizes[^1]);
    }

    [Fact]
    public void Measured_OneMillisecondItems_BatchesLastTwo()
    {
        var sizer = new BatchSizer(new JobTerms());
        for (var batch = 0; batch < 10; batch++)
            sizer.Measured(sizer.Next(null, 2), sizer.Next(null, 2) * Millisecond);

        Assert.Equal(2, sizer.Next(null, 2));
    }

    [Fact]
    public void Measured_ItemsBecomeSlow_ShrinksAtOnce()
    {
        var sizer = new BatchSizer(new JobTerms { Pace = new Pace(TimeSpan.FromTicks(1), 10_000) });

        sizer.Measured(1, 100 * Millisecond);

        Assert.Equal(1, sizer.Next(null, 2));
    }

    [Fact]
    public void Next_NearTheEnd_LeavesAShareForEveryWorker()
    {
        var sizer = new BatchSizer(new JobTerms { Pace = new Pace(TimeSpan.FromTicks(100), 200) });

        Assert.Equal(200, sizer.Next(100_000, 4));
        Assert.Equal(100, sizer.Next(800, 4));
        Assert.Equal(20, sizer.Next(10, 4));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Measured_Nonsense_StaysWithinBounds(long ticks)
    {
        var sizer = new BatchSizer(new JobTerms());

        sizer.Measured(1, TimeSpan.FromTicks(ticks));

        Assert.InRange(sizer.Next(null, 2), 1, 2);
        Assert.InRange(sizer.TicksPerItem, 0, TimeSpan.TicksPerMinute);
    }

    [Fact]
    public void Pace_CarriedOver_StartsWhereTheLastCallEnded()
    {
        var first = new BatchSizer(new JobTerms());
        for (var batch = 0; batch < 10; batch++)
            first.Measured(first.Next(null, 2), TimeSpan.Zero);

        Assert.Equal(first.Next(null, 2), new BatchSizer(new JobTerms { Pace = first.Pace }).Next(null, 2));
    }
}
