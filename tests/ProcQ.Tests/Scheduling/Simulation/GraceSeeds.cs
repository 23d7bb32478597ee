namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>Lets some items whose time is up have a while to stop in.</summary>
internal static class GraceSeeds
{
    public static SimSetup Vary(SimSetup setup, SimRandom random) =>
        setup with
        {
            Jobs = [.. setup.Jobs.Select(job => Job(job, random))],
        };

    private static JobPlan Job(JobPlan plan, SimRandom random)
    {
        if (plan.Terms.Timeout is null || random.Chance(400))
            return plan;
        var grace = random.Pick(TimeSpan.FromTicks(1), TimeSpan.FromTicks(random.Spread(100, 200_000)), Timeout.InfiniteTimeSpan);
        return plan with { Terms = plan.Terms with { TimeoutGrace = grace } };
    }
}
