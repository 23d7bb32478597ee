using System.Globalization;

namespace ProcQ.Specs.Launching;

/// <summary>How workers die, what is said about it, and what they take along.</summary>
public class DeathSpecs : LaunchSpec
{
    private const int SigTerm = 15;

    [Theory(Timeout = Limit)]
    [InlineData("exits-0", 0, "exit code 0")]
    [InlineData("exits-7", 7, "exit code 7")]
    [InlineData("exits-137", 137, "exit code 137 (SIGKILL: killed from outside or out of memory; or an exit with that code)")]
    [InlineData("fails-fast", 134, "Environment.FailFast (SIGABRT)")]
    [InlineData("overflows", 134, "stack overflow (SIGABRT)")]
    [InlineData("throws-on-a-thread", 134, "unhandled exception (SIGABRT)")]
    [InlineData("aborts", 134, "abort (SIGABRT)")]
    [InlineData("segfaults", 139, "invalid memory access in native code (SIGSEGV)")]
    public async Task E01_to_E07_A_death_is_reported_with_its_code_and_meaning(string deed, int code, string reason)
    {
        using var worker = await StartAsync(deed);

        var exit = await worker.Exited.WaitAsync(Soon);

        Assert.Equal((code, reason), (exit.ExitCode!.Value, exit.Reason));
        Assert.Equal(17, worker.Page.Read().Running);
    }

    [Fact(Timeout = Limit)]
    public async Task A_killed_worker_is_said_to_be_killed_and_killing_again_is_harmless()
    {
        using var worker = await StartAsync("spins");
        LineAfter("spinning");

        worker.Kill();
        var exit = await worker.Exited.WaitAsync(Soon);
        worker.Kill();
        worker.Kill();

        Assert.Equal((137, "killed (SIGKILL)"), (exit.ExitCode!.Value, exit.Reason));
        Assert.Contains("spinning", worker.OutputTail, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task E16_A_stopped_worker_can_be_killed()
    {
        using var worker = await StartAsync("is-stopped");
        LineAfter("stopping");

        worker.Kill();

        Assert.Equal(137, (await worker.Exited.WaitAsync(Soon)).ExitCode);
    }

    [Theory(Timeout = Limit)]
    [InlineData(SigTerm)]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task E28_A_worker_ignores_polite_signals_and_goes_when_killed(int signal)
    {
        using var worker = await StartAsync("starts-a-sleeper");
        var sleeper = Watch(int.Parse(LineAfter("started"), CultureInfo.InvariantCulture));
        var watch = Watch(worker.ProcessId);

        watch.Signal(signal);
        // What it has started does not inherit that: a sleeper goes when asked.
        sleeper.Signal(SigTerm);
        sleeper.MustEndWithin(Soon);

        // Nothing is to happen, which has no event; the runtime's own way out after such a signal takes a moment.
        Assert.False(watch.EndsWithin(TimeSpan.FromSeconds(1)));
        worker.Kill();
        await worker.Exited.WaitAsync(Soon);
    }

    [Theory(Timeout = Limit)]
    [InlineData("starts-a-sleeper")]
    [InlineData("starts-a-sleeper-and-dies")]
    public async Task E33_What_a_worker_has_started_dies_with_it_and_delays_nothing(string deed)
    {
        using var worker = await StartAsync(deed);
        var sleeper = TryWatch(LineAfter("started"));

        if (deed == "starts-a-sleeper")
            worker.Kill();

        await worker.Exited.WaitAsync(Soon);
        Assert.True(sleeper is null || sleeper.EndsWithin(Soon), "the sleeper is alive");
    }

    [Fact(Timeout = Limit)]
    public async Task E31_E32_A_worker_that_forked_and_died_is_noticed_though_its_pipes_are_held_open()
    {
        using var worker = await StartAsync("forks-and-dies");

        Assert.Equal(5, (await worker.Exited.WaitAsync(Soon)).ExitCode);
        Assert.Equal(0, worker.Pipe.Read(new byte[1]));
    }

    [Fact(Timeout = Limit)]
    public async Task E34_E35_A_daemon_that_left_the_group_is_a_known_limit_but_delays_nothing()
    {
        var path = Path.GetTempFileName();
        using var worker = await StartAsync("starts-a-daemon-and-dies", path);

        var exit = await worker.Exited.WaitAsync(Soon);

        Assert.Equal("exit code 5", exit.Reason);
        using var daemon = ProcessWatch.Of(int.Parse(await File.ReadAllTextAsync(path), CultureInfo.InvariantCulture));
        daemon.MustLive();
        daemon.Signal(9);
        File.Delete(path);
    }

    [Fact(Timeout = Limit)]
    public async Task H10_H11_Fifty_crashes_leave_no_core_and_no_file_in_the_temp_folder()
    {
        var folder = Directory.CreateTempSubdirectory("procq-spec-");
        using var cores = CoreFiles.Allow();
        var deeds = new[] { "overflows", "fails-fast", "segfaults", "aborts", "spins" };

        foreach (var deed in Enumerable.Repeat(deeds, 10).SelectMany(deed => deed))
        {
            using var worker = await Launcher(deed, In(folder.FullName)).StartAsync(1, CancellationToken.None);
            if (deed == "spins")
                worker.Kill();
            await worker.Exited.WaitAsync(Soon);
        }

        Assert.Empty(folder.GetFileSystemInfos());
        folder.Delete();
    }

    private static Func<ProcQ.Launching.LaunchSettings, ProcQ.Launching.LaunchSettings> In(string folder) =>
        settings =>
            settings with
            {
                WorkingDirectory = folder,
                EnvironmentVariables = new Dictionary<string, string?>(settings.EnvironmentVariables, StringComparer.Ordinal)
                {
                    ["TMPDIR"] = folder,
                },
            };

    private ProcessWatch? TryWatch(string processId)
    {
        var id = int.Parse(processId, CultureInfo.InvariantCulture);
        return Directory.Exists($"/proc/{id}") ? Watch(id) : null;
    }
}
