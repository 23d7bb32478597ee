using ProcQ.Endurance.Chaos;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>Workers are killed, stopped, continued and cut off all the time, and no item notices; the million is <c>build.sh chaos</c>.</summary>
[Collection(Alone.Name)]
public sealed class ChaosSpecs : PoolSpec
{
    // Ten thousand and more items take their time on a busy machine.
    protected override TimeSpan TimeLimit => 2 * Patience.SpecLimit;

    [Fact]
    public async Task J21_Chaos1e6_a_hundred_thousand_items_have_one_outcome_each_and_it_is_true()
    {
        var report = await new ChaosRun(100_000, seed: 7) { NewPool = NewPool }.RunAsync();

        Assert.True(report.IsClean, $"{report}\n{string.Join('\n', report.Verdict.Examples)}");
        Assert.True(report.Strikes is { All: > 15, Killed: > 0, Stopped: > 0, HalfClosed: > 0 }, $"{report}");
        // Not one in a hundred is lost, or something else is the matter.
        Assert.InRange(report.Succeeded + report.Cancelled, 99_000, 100_000);
        Assert.InRange(report.FreshCall, TimeSpan.Zero, Patience.Limit);
    }
}
