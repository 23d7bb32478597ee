using System.Globalization;
using ProcQ.Tests.Scheduling.Simulation;
using Xunit.Abstractions;

namespace ProcQ.Tests.Scheduling;

/// <summary>
/// The whole pool in virtual time under seeded faults. PROCQ_SIM_SECONDS runs longer (with new seeds each time), PROCQ_SIM_SEED replays
/// one seed.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    // With these every fault has happened at least once.
    private const int Least = 2_000;

    [Fact]
    public void Pool_AnyFaults_KeepsItsPromises()
    {
        if (Number("PROCQ_SIM_SEED") is { } seed)
        {
            output.WriteLine($"{PoolSimulation.Run(SimSeeds.Setup(seed))}");
            return;
        }

        var seconds = Number("PROCQ_SIM_SECONDS");
        var first = seconds is null ? 0 : (ulong)Random.Shared.NextInt64();
        var tally = PoolSimulation.RunSeeds(first, Least, TimeSpan.FromSeconds(seconds ?? 0));
        output.WriteLine($"Seeds from {first}: {tally}");

        // What never happened was not tested.
        Assert.All(tally.Outcomes, count => Assert.NotEqual(0, count));
        Assert.All(
            [
                tally.ItemsReturned,
                tally.Retries,
                tally.Bystanders,
                tally.StruckOut,
                tally.RunAgain,
                tally.Violations,
                tally.Faults,
                tally.Terminations,
                tally.LateSupplies,
                tally.Promotions,
                tally.Recycled,
                tally.Leavings,
                tally.Resizes,
                tally.PausesEnded,
                tally.IdleLeaves,
                tally.Postponed,
                tally.Calms,
                tally.AskedInTime,
                tally.Expired,
                tally.SavedInGrace,
            ],
            count => Assert.NotEqual(0, count)
        );
    }

    private static ulong? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
