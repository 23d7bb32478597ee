using System.Globalization;
using ProcQ.Specs.Exit;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>An application and all its workers are stopped for a while, as by a debugger or a frozen container, and go on.</summary>
public sealed class SuspensionSpecs : PoolSpec
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Stopped = TimeSpan.FromSeconds(60);

    // It is the stop that takes so long.
    protected override TimeSpan TimeLimit => Stopped + Patience.SpecLimit;

    [Fact]
    public async Task No_time_limit_grace_or_start_is_over_because_everybody_was_stopped()
    {
        using var keeper = new GateKeeper();
        using var app = RunningApp.Start("suspended", $"{Limit.TotalSeconds}", keeper.Gate.Path);
        var visits = new List<Visit>();
        try
        {
            // A worker in its start; two in items, one with a limit; and the application has cancelled the other one.
            await LetItselfThrough(keeper, visits, 2, app.ProcessId);
            await LetItselfThrough(keeper, visits, 3, app.ProcessId);
            visits.Add(await keeper.NextAsync());
            var family = visits.Select(v => v.ProcessId).Distinct().ToArray();
            Assert.Equal(4, family.Length);
            Assert.Contains(app.ProcessId, family);

            foreach (var process in family)
                Crimes.Stop(process);
            await Patience.Until(() => family.All(Processes.IsStopped), "all are stopped");
            await Task.Delay(Stopped);
            foreach (var process in family)
                Crimes.Continue(process);
            visits.ForEach(v => v.Let());

            var (exitCode, printed) = await app.Ended();
            Assert.Contains("limited Succeeded, restarts 0\n", printed, StringComparison.Ordinal);
            Assert.Equal(0, exitCode);
            // Both pools say so.
            var told = printed.Split('\n').Where(l => l.StartsWith("interrupted ", StringComparison.Ordinal)).ToArray();
            Assert.Equal(2, told.Length);
            Assert.All(told, l => Assert.InRange(int.Parse(l.Split(' ')[1], CultureInfo.InvariantCulture), 59, 120));
        }
        finally
        {
            visits.ForEach(v => v.Dispose());
        }
    }

    /// <summary>Waits until so many have come, and lets the application on, which is one of them.</summary>
    private static async Task LetItselfThrough(GateKeeper keeper, List<Visit> visits, int count, int itself)
    {
        for (var i = 0; i < count; i++)
            visits.Add(await keeper.NextAsync());
        using var visit = visits.Single(v => v.ProcessId == itself);
        visits.Remove(visit);
        visit.Let();
    }
}
