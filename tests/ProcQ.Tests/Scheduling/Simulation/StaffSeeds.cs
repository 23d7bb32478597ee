using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>Makes more of a world whose workers would otherwise only come and go: spares, budgets, other sizes, idle ones that leave, waits.</summary>
internal static class StaffSeeds
{
    private const long Us = SimClock.Microsecond;
    private const long Ms = SimClock.Millisecond;

    // Items that are many are there for speed, and a process for each would only be slow.
    private const int Many = 500;

    public static SimSetup Vary(SimSetup setup, SimRandom random)
    {
        if (random.Chance(300))
            return setup;
        var isLong = random.Chance(300);
        var close = isLong ? setup.CalmAt + random.Between(2, 5) * SimClock.Second : setup.CloseAt;
        return setup with
        {
            Terms = Terms(setup, random),
            Jobs = [.. setup.Jobs.Select(j => isLong ? Late(Job(j, random), random, setup.CalmAt) : Job(j, random))],
            Resizes = [.. Resizes(random, setup.Terms.Workers, random.Chance(700) ? setup.CloseAt : close)],
            CloseAt = close,
            TerminateAt = isLong && random.Chance(200) ? random.Between(setup.CalmAt, close) : setup.TerminateAt,
        };
    }

    private static PoolTerms Terms(SimSetup setup, SimRandom random)
    {
        var budget = random.Pick(long.MaxValue, long.MaxValue, 1, 2, random.Spread(1, 50), 100);
        var spares = (int)random.Pick(0, 0, 1, 1, 2, 5);
        return setup.Terms with
        {
            Spares = spares,
            SpareDelay = spares > 1 ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero,
            MinWorkers = random.Chance(400) ? (int)random.Between(0, setup.Terms.Workers) : null,
            IdleTimeout = TimeSpan.FromTicks(random.Pick(-10_000, 10, 1_000, 10_000, 200_000, 5_000_000)),
            ItemsPerWorker = setup.Jobs.Any(j => j.Count > Many) ? Math.Max(budget, 100) : budget,
        };
    }

    /// <summary>A pool that lives longer has calls after a rest, and calls that end while what failed waits.</summary>
    private static JobPlan Late(JobPlan plan, SimRandom random, long calm)
    {
        if (random.Chance(300))
            return plan with { SubmitAt = calm + random.Below(SimClock.Second) };
        var at = calm + random.Below(4 * SimClock.Second);
        return random.Chance(200)
            ? plan with
            {
                Cancels = [.. plan.Cancels, (at, random.Pick(TimeSpan.Zero, TimeSpan.FromSeconds(1)))],
            }
            : plan;
    }

    private static JobPlan Job(JobPlan plan, SimRandom random)
    {
        plan = plan with
        {
            Terms = plan.Terms with
            {
                Parallelism = random.Chance(300) ? (int)random.Between(1, 4) : int.MaxValue,
                RetryDelay = random.Chance(400)
                    ? TimeSpan.FromTicks(random.Pick(1, random.Spread(1_000, 500_000), 400_000_000))
                    : TimeSpan.Zero,
            },
        };
        if (plan.Count > Many || !random.Chance(250))
            return plan;
        return plan with
        {
            Fates = [.. plan.Fates, Fate.Leave],
            FatePermille = Math.Max(plan.FatePermille, (int)random.Spread(20, 300)),
        };
    }

    private static IEnumerable<(long At, int Places)> Resizes(SimRandom random, int workers, long until)
    {
        if (!random.Chance(400))
            yield break;
        for (var times = random.Between(1, 6); times > 0; times--)
            yield return (random.Below(until), (int)random.Pick(0, 1, workers, random.Between(0, 8)));
    }
}
