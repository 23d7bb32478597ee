using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>Makes a world out of a seed.</summary>
internal static class SimSeeds
{
    private const long Us = SimClock.Microsecond;
    private const long Ms = SimClock.Millisecond;

    public static SimSetup Setup(ulong seed)
    {
        var random = new SimRandom(SimRandom.Mix(seed) ^ 0x5EED);
        var calm = random.Between(20, 250) * Ms;
        var close = random.Between(10 * Ms, calm + (30 * Ms));
        var setup = new SimSetup
        {
            Seed = seed,
            Terms = Terms(random),
            Jobs = [.. Enumerable.Range(0, (int)random.Between(1, 6)).Select(_ => Job(random, Math.Min(close, calm)))],
            StartTime = (10 * Us, random.Pick(20 * Us, 3 * Ms, 40 * Ms)),
            Latency = (Us, random.Pick(2 * Us, 30 * Us, 100 * Us, 5 * Ms)),
            KillTime = (10 * Us, random.Pick(20 * Us, 3 * Ms)),
            FlushByTimer = random.Chance(600),
            Gap = random.Pick(0, 0, Us, 50 * Us),
            CoarsePage = random.Chance(500),
            Quantum = 200 * Us,
            StartFailPermille = random.Chance(200) ? random.Pick(100, 300, 900) : 0,
            StartPermanentPermille = random.Pick(0, 0, 0, 100),
            HelloDeathPermille = random.Chance(150) ? random.Pick(100, 600) : 0,
            IgnoreStopPermille = random.Chance(200) ? 500 : 0,
            NoiseEvery = random.Chance(500) ? random.Pick(100 * Us, Ms) : 0,
            EvilEvery = random.Chance(150) ? random.Pick(Ms, 20 * Ms) : 0,
            KillEvery = random.Chance(200) ? random.Pick(Ms, 5 * Ms, 30 * Ms) : 0,
            CalmAt = calm,
            CloseAt = close,
            TerminateAt = random.Chance(250) ? random.Between(0, close + (20 * Ms)) : null,
        };
        setup = StaffSeeds.Vary(setup, new SimRandom(SimRandom.Mix(seed) ^ 0x57AFF));
        return GraceSeeds.Vary(setup, new SimRandom(SimRandom.Mix(seed) ^ 0x6ACE));
    }

    private static PoolTerms Terms(SimRandom random) =>
        new()
        {
            Workers = (int)random.Pick(1, 2, 2, 3, random.Between(1, 8)),
            StartFailureLimit = random.Pick(5, 5, 1000),
            ShutdownGrace = TimeSpan.FromMilliseconds(random.Pick(0, 10, 100)),
            LeasesPerWorker = random.Pick(2, 2, 2, 2, 1, 3),
            Backoff = failures => TimeSpan.FromMilliseconds(1 << Math.Min(failures, 5)),
        };

    private static JobPlan Job(SimRandom random, long until)
    {
        var count = random.Pick(1, 1, random.Spread(1, 50), random.Spread(1, 200), random.Chance(100) ? 20_000 : 30);
        var least = random.Spread(20, count > 500 ? 5 * Us : 10 * Ms);
        var plan = new JobPlan
        {
            Count = (int)(random.Chance(20) ? 0 : count),
            SubmitAt = random.Chance(500) ? 0 : random.Below(until),
            Duration = (least, least * random.Pick(1, 3, 20)),
            SupplyMost = random.Chance(400) ? int.MaxValue : (int)random.Spread(1, 60),
            RefusePermille = random.Chance(150) ? 200 : 0,
            SupplyDelay = random.Pick(0, 20 * Us, 500 * Us),
            ConsumeDelay = random.Pick(0, 50 * Us, 2 * Ms),
            Ordered = random.Chance(500),
            Cancels = [.. Cancels(random, until)],
        };
        plan = WithFates(random, plan with { Terms = Terms(random, plan) });
        // Many items are for speed: few faults, and batches that may grow.
        return count <= 500
            ? plan
            : plan with
            {
                FatePermille = Math.Min(plan.FatePermille, 2),
                RefusePermille = 0,
                Terms = plan.Terms with { ChunkSize = null, Timeout = null, AtMostOnce = false },
            };
    }

    private static JobTerms Terms(SimRandom random, JobPlan plan) =>
        new()
        {
            ChunkSize = random.Chance(400) ? random.Pick(1, 2, 7, 100) : null,
            Timeout = random.Chance(300)
                ? TimeSpan.FromTicks(random.Spread(1_000, (plan.Duration.Most / 100 * 3) + 10_000))
                : null,
            Retries = random.Pick(0, 0, 1, 3),
            AtMostOnce = random.Chance(250),
            Priority = random.Pick(0, 0, 0, 1, -1),
            Window = random.Chance(500) ? random.Spread(1, 200) : long.MaxValue,
            Total = random.Chance(500) ? plan.Count : null,
            Pace = random.Chance(300)
                ? new Pace(TimeSpan.FromTicks(random.Spread(1, 1_000_000)), (int)random.Spread(1, 10_000))
                : Pace.Unknown,
        };

    private static JobPlan WithFates(SimRandom random, JobPlan plan)
    {
        if (random.Chance(400))
            return plan;
        var fates = Enum.GetValues<Fate>().Where(f => f is not (Fate.Leave or Fate.Stop) && random.Chance(350)).ToArray();
        return fates.Length == 0
            ? plan
            : plan with
            {
                Fates = fates,
                FatePermille = (int)random.Spread(5, 600),
                Poison = random.Chance(500),
            };
    }

    private static IEnumerable<(long At, TimeSpan Grace)> Cancels(SimRandom random, long until)
    {
        if (!random.Chance(250))
            yield break;
        for (var times = random.Pick(1, 1, 2); times > 0; times--)
            yield return (random.Below(until), random.Pick(Timeout.InfiniteTimeSpan, TimeSpan.Zero, Grace(1), Grace(20)));

        static TimeSpan Grace(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
    }
}
