using ProcQ.Specs.Launching;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Exit;

/// <summary>An application that ends without a word to its pools: it does not hang, and leaves no worker.</summary>
public sealed class AppEndSpecs : PoolSpec
{
    private const int Aborted = 128 + 6;

    [Theory]
    [InlineData("pool", "busy", "return", 5)]
    [InlineData("pool", "idle", "return", 5)]
    [InlineData("pool", "busy", "exit", 7)]
    [InlineData("pool", "busy", "unhandled", Aborted)]
    [InlineData("pool", "busy", "fail-fast", Aborted)]
    [InlineData("shortcuts", "busy", "return", 5)]
    [InlineData("shortcuts", "idle", "return", 5)]
    [InlineData("shortcuts", "busy", "exit", 7)]
    [InlineData("shortcuts", "idle", "exit", 7)]
    [InlineData("shortcuts", "busy", "unhandled", Aborted)]
    [InlineData("shortcuts", "busy", "fail-fast", Aborted)]
    public async Task It_ends_and_its_workers_with_it(string workers, string state, string way, int exitCode)
    {
        using var keeper = new GateKeeper();
        using var app = RunningApp.Start("end", workers, state, way, keeper.Gate.Path);
        var visits = new List<Visit> { await keeper.NextAsync(), await keeper.NextAsync() };
        // Busy ones never get through, and the application does not wait for them.
        if (state == "idle")
            visits.ForEach(visit => visit.Let());
        visits.Add(await keeper.NextAsync());
        visits.Sort((a, b) => a.Who.CompareTo(b.Who));
        using var one = ProcessWatch.Of(visits[0].ProcessId);
        using var two = ProcessWatch.Of(visits[1].ProcessId);

        visits[2].Let();

        Assert.Equal(exitCode, (await app.Ended()).ExitCode);
        one.MustEndWithin(Patience.Limit);
        two.MustEndWithin(Patience.Limit);
        visits.ForEach(visit => visit.Dispose());
    }
}
