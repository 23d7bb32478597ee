using ProcQ.Scheduling;
using ProcQ.Tests.Scheduling.Simulation;
using Xunit.Abstractions;

namespace ProcQ.Tests.Scheduling;

/// <summary>No faults, exact times: work is spread well, and the pool does not talk more than it works.</summary>
public sealed class SchedulingQualityTests(ITestOutputHelper output)
{
    private const long Us = SimClock.Microsecond;
    private const long Ms = SimClock.Millisecond;

    [Fact]
    public void Map_TinyItems_TravelInFewBatches()
    {
        var world = Run(2, Map(100_000, 20));

        Assert.InRange(world.Tally.Batches, 2, 100);
        Assert.InRange(world.Jobs[0].EndedAt, Ms, 4 * Ms);
    }

    [Fact]
    public void Map_TinyItemsWhoseFirstCallIsSlow_BatchesRecover()
    {
        var world = Run(2, Map(100_000, 20) with { DurationOf = index => index < 2 ? 20 * Ms : 20 });

        Assert.InRange(world.Tally.Batches, 2, 150);
        Assert.InRange(world.Jobs[0].EndedAt, 20 * Ms, 26 * Ms);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(19_000)]
    [InlineData(100_000)]
    public void Map_EvenItems_KeepsEveryWorkerBusyToTheEnd(int micros)
    {
        var count = (int)Math.Clamp(2_000_000L / micros, 41, 200_001);
        var world = Run(4, Map(count, micros * Us));

        var ideal = ((count + 3) / 4) * micros * Us;
        Assert.InRange(world.Jobs[0].EndedAt, ideal, (long)(ideal * 1.02) + (2 * Ms));
        Assert.InRange(world.Tally.TakeBacks, 0, 40);
    }

    [Fact]
    public void Map_UnevenItems_IsSharedToTheEnd()
    {
        var world = Run(4, Map(400, 0) with { Duration = (Ms / 10, 50 * Ms) });

        var sum = Enumerable.Range(0, 400).Sum(i => world.Jobs[0].Script(i, 0, calm: true).Duration);
        Assert.InRange(world.Jobs[0].EndedAt, sum / 4, (sum / 4) + (51 * Ms));
        Assert.InRange(world.Tally.TakeBacks, 0, 100);
    }

    [Fact]
    public void Map_SlowItemAtTheHeadOfAChunk_HoldsNobodyUp()
    {
        var world = Run(2, Slow(Map(100, Ms), 10) with { Terms = new JobTerms { ChunkSize = 100 } });

        Assert.InRange(world.Jobs[0].AllButOneAt, 99 * Ms, 120 * Ms);
    }

    [Fact]
    public void Map_SlowItemInAdaptiveBatches_HoldsNobodyUp()
    {
        var world = Run(2, Map(20_000, 50 * Us) with { DurationOf = index => index == 9_000 ? 10 * SimClock.Second : 50 * Us });

        Assert.InRange(world.Jobs[0].AllButOneAt, 500 * Ms, 900 * Ms);
    }

    [Fact]
    public void Map_PaceLearntFromSmallerItems_IsForgottenAtOnce()
    {
        var lie = new JobTerms { Total = 16, Pace = new Pace(TimeSpan.FromTicks(1), 32_768) };
        var world = Run(4, Map(16, 50 * Ms) with { Terms = lie });

        Assert.InRange(world.Jobs[0].EndedAt, 200 * Ms, 255 * Ms);
    }

    [Fact]
    public void Map_LazyInputAndANarrowWindow_StillKeepsWorkersBusy()
    {
        var plan = Map(1_000, Ms) with
        {
            Ordered = true,
            SupplyMost = 1,
            Terms = new JobTerms { Window = 16 },
        };
        var world = Run(4, plan);

        Assert.InRange(world.Jobs[0].EndedAt, 250 * Ms, 265 * Ms);
    }

    [Fact]
    public void Map_WindowSmallerThanABatchForEveryWorker_IsSplitEvenly()
    {
        var plan = Map(1_000, Ms / 2) with
        {
            Ordered = true,
            Terms = new JobTerms { Window = 8, Total = 1_000 },
        };
        var world = Run(4, plan);

        Assert.InRange(world.Jobs[0].EndedAt, 125 * Ms, 140 * Ms);
        Assert.InRange(world.Tally.TakeBacks, 0, 10);
    }

    [Fact]
    public void Apply_OtherWorkersInSlowItems_WaitsForNone()
    {
        var applies = Enumerable.Range(1, 190).Select(i => Map(1, 3 * Ms) with { SubmitAt = i * 10 * Ms });
        var world = Run(3, [Map(2, 10 * SimClock.Second), .. applies]);

        Assert.All(world.Jobs.Skip(1), job => Assert.InRange(job.EndedAt - job.Plan.SubmitAt, 3 * Ms, 30 * Ms));
    }

    [Fact]
    public void Apply_DuringAMapOfSmallItems_IsSoonServed()
    {
        var applies = Enumerable.Range(1, 50).Select(i => Map(1, 50 * Us) with { SubmitAt = i * 10 * Ms });
        var world = Run(2, [Map(100_000, 10 * Us), .. applies]);

        Assert.All(world.Jobs.Skip(1), job => Assert.InRange(job.EndedAt - job.Plan.SubmitAt, 50 * Us, 8 * Ms));
    }

    [Fact]
    public void Apply_UrgentDuringSlowItems_IsNext()
    {
        var urgent = Map(1, Ms) with
        {
            SubmitAt = 250 * Ms,
            Terms = new JobTerms { Priority = 1 },
        };
        var world = Run(2, Map(100, 100 * Ms), urgent);

        Assert.InRange(world.Jobs[1].EndedAt - 250 * Ms, Ms, 52 * Ms);
    }

    private SimWorld Run(int workers, params JobPlan[] jobs)
    {
        var world = new SimWorld(
            new SimSetup
            {
                Seed = 1,
                Terms = new PoolTerms { Workers = workers },
                Jobs = jobs,
                StartTime = (0, 0),
                CloseAt = 2 * SimClock.Second,
            }
        );
        var tally = world.Run();
        output.WriteLine(
            $"{tally.Batches} batches, {tally.TakeBacks} take-backs, first job over at {world.Jobs[0].EndedAt / 1e6} ms"
        );
        return world;
    }

    private static JobPlan Map(int count, long duration) =>
        new()
        {
            Count = count,
            Duration = (duration, duration),
            Terms = new JobTerms { Total = count },
        };

    private static JobPlan Slow(JobPlan plan, int seconds) =>
        plan with
        {
            DurationOf = index => index == 0 ? seconds * SimClock.Second : plan.Duration.Least,
        };
}
