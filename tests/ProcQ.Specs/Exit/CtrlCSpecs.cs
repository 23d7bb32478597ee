using ProcQ.Specs.Launching;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Exit;

/// <summary>Ctrl-C at a terminal is the application's to handle.</summary>
public sealed class CtrlCSpecs : PoolSpec
{
    private const int Interrupted = 128 + 2;

    [Fact]
    public async Task G12_Workers_do_not_see_a_CtrlC_that_the_application_handles_and_their_results_arrive()
    {
        using var keeper = new GateKeeper();
        using var app = RunningApp.StartAtTerminal("console", "handled", keeper.Gate.Path);
        using var first = await keeper.NextAsync();
        using var second = await keeper.NextAsync();

        app.PressCtrlC();
        using var handled = await keeper.NextAsync();
        Assert.DoesNotContain(handled.ProcessId, new[] { first.ProcessId, second.ProcessId });
        foreach (var visit in new[] { first, second, handled })
            visit.Let();

        var (exitCode, printed) = await app.Ended();
        var (one, two) = first.Who == 1 ? (first, second) : (second, first);
        Assert.Contains($"results {one.ProcessId} {two.ProcessId}\n", printed, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task G12_An_application_that_does_not_handle_it_ends_with_its_workers()
    {
        using var keeper = new GateKeeper();
        using var app = RunningApp.StartAtTerminal("console", "unhandled", keeper.Gate.Path);
        using var first = await keeper.NextAsync();
        using var second = await keeper.NextAsync();
        using var one = ProcessWatch.Of(first.ProcessId);
        using var two = ProcessWatch.Of(second.ProcessId);

        app.PressCtrlC();

        Assert.Equal(Interrupted, (await app.Ended()).ExitCode);
        one.MustEndWithin(Patience.Limit);
        two.MustEndWithin(Patience.Limit);
    }
}
