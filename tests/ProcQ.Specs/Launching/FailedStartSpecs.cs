using System.Diagnostics;
using ProcQ.Launching;
using ProcQ.Specs.Support;
using ProcQ.Wire;

namespace ProcQ.Specs.Launching;

/// <summary>Starts that fail say why, at once, and leave nothing.</summary>
public class FailedStartSpecs : LaunchSpec
{
    [Fact(Timeout = Limit)]
    public async Task A01_HostExeMissing_fails_at_once_and_names_the_path()
    {
        var error = await FailsAsync(Launcher("", settings => settings with { HostPath = "/nowhere/worker-host.dll" }));

        Assert.Contains("/nowhere/worker-host.dll", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsPermanent);
    }

    [Fact(Timeout = Limit)]
    public async Task A02_HostExitsBeforeHello_is_reported_with_code_and_output_long_before_the_deadline()
    {
        var error = await FailsAsync(Launcher("exits-before-hello"));

        Assert.Equal(3, error.ExitCode);
        Assert.Contains("no luck today", error.OutputTail, StringComparison.Ordinal);
        Assert.Contains("no luck today", error.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 3", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("never-connects", WorkerCondition.Waiting)]
    [InlineData("stopped-at-once", WorkerCondition.Stopped)]
    public async Task A03_HostNeverConnects_is_killed_at_the_deadline(string deed, WorkerCondition condition)
    {
        var error = await FailsAsync(Launcher(deed, settings => settings with { StartTimeout = TimeSpan.FromSeconds(1) }));

        Assert.Contains("not ready within 1 s", error.Message, StringComparison.Ordinal);
        Assert.Null(error.ExitCode);
        Assert.Equal((WorkPhase.Starting, condition), (error.Phase, error.Condition));
    }

    [Fact(Timeout = Limit)]
    public async Task A04_ConnectsButSilent_is_closed_and_killed_before_the_deadline()
    {
        var launcher = Launcher("silent", settings => settings with { HelloTimeout = TimeSpan.FromMilliseconds(500) });

        var error = await FailsAsync(launcher);

        Assert.Contains("said nothing for 0.5 s", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A05_WrongToken_is_dropped_and_the_worker_may_try_again()
    {
        using var worker = await StartAsync("wrong-token-first");

        Assert.Equal(17, Progress(worker));
    }

    [Fact(Timeout = Limit)]
    public async Task A06_WrongVersion_names_both_versions()
    {
        var error = await FailsAsync(Launcher("newer"));

        Assert.Contains("protocol 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("ProcQ 9.9.9, protocol 2", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("oversize-hello", "announces 1048576 bytes")]
    [InlineData("nonsense", "not a greeting")]
    public async Task A18_HelloOversize_or_nonsense_is_refused(string deed, string expected)
    {
        var error = await FailsAsync(Launcher(deed));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A20_BadImage_is_reported_with_what_the_runtime_says()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "not an assembly");

        var error = await FailsAsync(Launcher("", settings => settings with { HostPath = file }));

        Assert.NotNull(error.ExitCode);
        Assert.NotEqual("", error.OutputTail);
        File.Delete(file);
    }

    [Fact(Timeout = Limit)]
    public async Task A25_SpawnFails_is_a_start_error_with_the_systems_words()
    {
        var launcher = Launcher("serve", settings => settings with { WorkingDirectory = "/nowhere/at/all" });

        var error = await FailsAsync(launcher);

        Assert.Contains("/nowhere/at/all", error.Message, StringComparison.Ordinal);
        Assert.Null(error.ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task A_process_that_is_gone_before_it_is_told_anything_is_seen_by_its_exit()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exit 5"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = new WorkerProcess(Process.Start(start)!, 0, new LaunchSettings());
        await process.Ended.WaitAsync(Soon);

        process.Tell(new StartLine("nowhere", new byte[Hello.TokenBytes], "nothing", 0, 1, 1, null, null));

        Assert.Equal(5, (await process.Exited).ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task A_start_that_is_cancelled_is_over_when_its_process_is_gone()
    {
        var launcher = Launcher("silent");
        for (var i = 0; i < 10; i++)
        {
            using var cancel = new CancellationTokenSource();
            var start = launcher.StartAsync(i, cancel.Token);
            await Patience.Until(() => OwnMark.Alive().Count == 1, "there is a process");

            await cancel.CancelAsync();

            await Assert.ThrowsAsync<OperationCanceledException>(() => start.WaitAsync(Soon));
            Assert.Empty(OwnMark.Alive());
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_process_that_the_system_makes_too_late_is_not_waited_for_and_ends_when_it_comes()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LateSpawner? spawner = null;
        var launcher = Launcher(
            "serve",
            settings =>
                settings with
                {
                    StartTimeout = TimeSpan.FromSeconds(1),
                    Spawner = spawner = new LateSpawner(gate.Task, settings),
                }
        );

        var error = await FailsAsync(launcher);

        Assert.Contains("not ready within 1 s", error.Message, StringComparison.Ordinal);
        gate.SetResult();
        var late = await spawner!.First.WaitAsync(Soon);
        await late.Ended.WaitAsync(Soon);
        Assert.Empty(OwnMark.Alive());
    }

    [Fact(Timeout = Limit)]
    public async Task Fifty_failed_starts_leave_no_descriptor_behind()
    {
        var launcher = Launcher("exits-before-hello");
        await FailsAsync(launcher);
        var before = Descriptors();

        for (var i = 0; i < 50; i++)
            await FailsAsync(launcher);

        await launcher.DisposeAsync();
        // What came before may still be on its way out, here and there; a leak of one a start would be ten times this.
        await Patience.Until(() => Descriptors() <= before + 5, $"no more than {before + 5} descriptors are open");
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;

    // The worker begins its item after the handshake; how soon after is its own affair.
    private static long Progress(LaunchedWorker worker)
    {
        var watch = Stopwatch.StartNew();
        SpinWait.SpinUntil(() => worker.Page.Read().Running >= 0 || watch.Elapsed > Soon);
        return worker.Page.Read().Running;
    }
}
