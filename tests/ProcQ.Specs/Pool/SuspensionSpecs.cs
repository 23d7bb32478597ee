using ProcQ.Specs.Exit;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>An application and all its workers are stopped for a while, as by a debugger or a frozen container, and go on.</summary>
public sealed class SuspensionSpecs : PoolSpec
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Stopped = TimeSpan.FromSeconds(7);

    [Fact]
    public async Task No_time_limit_grace_or_start_is_over_because_everybody_was_stopped()
    {
        using var keeper = new GateKeeper();
        using var app = RunningApp.Start("suspended", $"{Limit.TotalSeconds}", keeper.Gate.Path);
        // One in an item with a limit, one in an item that will be cancelled, and the application itself.
        var (itself, visits) = await Arrived(keeper, 3, app.ProcessId);
        itself.Let();
        // Now the third in its start, and the application, which has cancelled.
        var (again, more) = await Arrived(keeper, 2, app.ProcessId);
        visits.AddRange(more);

        var family = new[] { app.ProcessId }.Concat(visits.Select(v => v.ProcessId)).ToArray();
        Assert.Equal(4, family.Distinct().Count());
        foreach (var process in family)
            Crimes.Stop(process);
        await Patience.Until(() => family.All(Processes.IsStopped), "all are stopped");
        await Task.Delay(Stopped);
        foreach (var process in family)
            Crimes.Continue(process);
        foreach (var visit in visits.Append(again))
            visit.Let();

        var (exitCode, printed) = await app.Ended();
        Assert.Equal("limited Succeeded\nstarted 0\nrestarts 0 0\n", printed);
        Assert.Equal(0, exitCode);
        foreach (var visit in visits.Append(again).Append(itself))
            visit.Dispose();
    }

    private static async Task<(Visit Itself, List<Visit> Others)> Arrived(GateKeeper keeper, int count, int self)
    {
        var visits = new List<Visit>();
        while (visits.Count < count)
            visits.Add(await keeper.NextAsync());
        var itself = visits.Single(v => v.ProcessId == self);
        visits.Remove(itself);
        return (itself, visits);
    }
}
