using System.Text.RegularExpressions;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Hygiene;

/// <summary>A spec that hangs tells why and fails; one that leaves something behind fails and names it. Seen from outside, in runs of their own.</summary>
public sealed partial class HygieneSpecs : ProcessSpec
{
    // A test run starts several processes, and shares the machine with everything else.
    protected override TimeSpan TimeLimit => 1.5 * Commands.Limit;

    [PtraceFact]
    public async Task What_hangs_reports_all_stacks_and_what_is_left_behind_is_named_and_each_fails()
    {
        var run = await FailingRun.OfAsync(nameof(FailingSpecs), nameof(LitteringSpecs));

        MustSay(run, $"FailingSpecs.Waits_for_a_worker took more than {FailingRun.Seconds} s.");
        MustSay(run, "OpenCalls = 1");
        MustSay(run, "Activity = Busy");
        // The method that waits in the parent, and the one that hangs in the worker.
        MustSay(run, "FailingSpecs.WaitInTheParent(ProcQ.ProcessPool)");
        MustSay(run, "FailingSpecs.HangInTheWorker()");
        Assert.Matches(@"async: \S*FailingSpecs\+OnNoThread\+<Waits_at_an_await>d__\d+ waits at its await 0", run);

        MustSay(run, "LitteringSpecs.Leaves_a_process left behind:");
        MustSay(run, "sleep 987");
        MustSay(run, "LitteringSpecs.Leaves_what_a_worker_started left behind:");
        MustSay(run, "sleep 988");
        MustSay(run, "left behind:\n" + Path.Combine(Path.GetTempPath(), "procq-"));
        Assert.True(Summary().IsMatch(run), run);
    }

    [PtraceFact]
    public async Task What_hangs_on_regardless_ends_the_run_with_the_report()
    {
        var run = await FailingRun.OfAsync(nameof(HangingSpecs));

        MustSay(run, "HangingSpecs.Hangs_for_good()");
        MustSay(run, "Test host process crashed");
    }

    [Fact]
    public void Every_spec_of_real_processes_has_a_time_limit_and_a_mark()
    {
        var specs = typeof(HygieneSpecs)
            .Assembly.GetTypes()
            .Where(type => type.GetMethods().Any(m => m.IsDefined(typeof(FactAttribute), inherit: false)))
            .ToList();

        Assert.True(specs.Count > 50, $"{specs.Count} classes of specs");
        // These make folders and sockets, and start nothing.
        Assert.Equal([typeof(Launching.FolderSpecs)], specs.Where(type => !type.IsAssignableTo(typeof(ProcessSpec))));
    }

    [GeneratedRegex("Failed: +5, Passed: +0")]
    private static partial Regex Summary();

    /// <summary>In full when it does not: what went wrong is in what it said instead.</summary>
    private static void MustSay(string run, string words) =>
        Assert.True(run.Contains(words, StringComparison.Ordinal), $"The run did not say '{words}', but:\n{run}");
}
