using System.Diagnostics;

namespace ProcQ.Specs.Launching;

/// <summary>However a parent ends, its workers are gone within a second, whatever they are doing.</summary>
[Collection(nameof(LaunchSpec))]
public class ParentDeathSpecs
{
    private const int Limit = 120_000;
    private const int SigHup = 1;
    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigStop = 19;
    private const int SigCont = 18;

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    [Theory(Timeout = Limit)]
    [InlineData("serve", null)]
    [InlineData("spins", "spinning")]
    [InlineData("starves", "starved")]
    [InlineData("collects", "collecting")]
    [InlineData("is-stopped", "stopping")]
    public async Task G01_ParentSigkill(string deed, string? saying)
    {
        const int Workers = 8;
        using var parent = ParentProcess.Start(LaunchSpec.TestHost, deed, Workers, "wait");
        await Task.Run(() => parent.WaitUntilReady(Workers, saying));
        Assert.Equal(Workers, parent.Workers.Count);

        parent.Signal(SigKill);

        AllEnd(parent);
    }

    [Theory(Timeout = Limit)]
    [InlineData(SigTerm)]
    [InlineData(SigInt)]
    [InlineData(SigHup)]
    public async Task G02_G03_G04_ParentEndedBySignal(int signal)
    {
        using var parent = ParentProcess.Start(LaunchSpec.TestHost, "spins", 2, "wait");
        await Task.Run(() => parent.WaitUntilReady(2, "spinning"));

        parent.Signal(signal);

        AllEnd(parent);
    }

    [Theory(Timeout = Limit)]
    [InlineData("fail-fast")]
    [InlineData("unhandled")]
    [InlineData("stack-overflow")]
    [InlineData("segv")]
    [InlineData("exit")]
    [InlineData("return")]
    public async Task G05_to_G09_ParentEndsByItself(string end)
    {
        using var parent = ParentProcess.Start(LaunchSpec.TestHost, "serve", 2, end);
        await Task.Run(() => parent.WaitUntilReady(0, null));

        AllEnd(parent, within: TimeSpan.FromSeconds(5)); // The runtime takes its time to print a stack.
    }

    [Fact(Timeout = Limit)]
    public async Task G01_What_the_workers_started_goes_as_well()
    {
        using var parent = ParentProcess.Start(LaunchSpec.TestHost, "starts-a-sleeper", 2, "wait");
        await Task.Run(() => parent.WaitUntilReady(2, "started"));
        var sleepers = parent.Workers.SelectMany(worker => ChildrenOf(worker.ProcessId)).Select(ProcessWatch.Of).ToList();
        Assert.Equal(2, sleepers.Count);

        parent.Signal(SigKill);

        AllEnd(parent);
        Assert.All(sleepers, sleeper => sleeper.MustEndWithin(OneSecond));
        sleepers.ForEach(sleeper => sleeper.Dispose());
    }

    [Fact(Timeout = Limit)]
    public async Task G10_SigkillDuringSpawn()
    {
        // The folder is this test's own, and so every process that has it in its environment is one of its parents' workers.
        var folder = Directory.CreateTempSubdirectory("procq-g10-").FullName;
        for (var moment = 0; moment <= 200; moment += 10)
        {
            using var parent = ParentProcess.Start(LaunchSpec.TestHost, "serve", 4, "wait", folder);
            await Task.Delay(60 + moment);
            parent.Signal(SigKill);
        }

        var watch = Stopwatch.StartNew();
        while (HasInEnvironment("TMPDIR=" + folder) && watch.Elapsed < OneSecond)
            await Task.Delay(20);
        Assert.False(HasInEnvironment("TMPDIR=" + folder), "workers are left");
        Directory.Delete(folder, recursive: true);
    }

    [Fact(Timeout = Limit)]
    public async Task G11_SigstopParent_the_workers_wait()
    {
        using var parent = ParentProcess.Start(LaunchSpec.TestHost, "serve", 2, "wait");
        await Task.Run(() => parent.WaitUntilReady(2, null));

        parent.Signal(SigStop);

        // Nothing is to happen, which has no event to wait for.
        Assert.All(parent.Workers, worker => Assert.False(worker.EndsWithin(TimeSpan.FromSeconds(2))));
        parent.Signal(SigCont);
        Assert.All(parent.Workers, worker => worker.MustLive());
    }

    /// <summary>
    /// A thread of the thread pool ends after 20 idle seconds, and with it whatever the kernel ties to the thread that started a process. Here they end after
    /// a fraction of a second, all of them; the workers were started by a thread that stays, and ask the kernel for no such signal.
    /// </summary>
    [Fact(Timeout = Limit)]
    public async Task G13_The_workers_of_an_idle_parent_outlive_the_threads_of_its_thread_pool()
    {
        using var parent = ParentProcess.Start(LaunchSpec.TestHost, "tells-its-death-signal", 2, "idle", threadTimeout: "100");
        await Task.Run(() => parent.WaitUntilReady(2, "death-signal-0"));

        var idle = SpinWait.SpinUntil(() => !ThreadsOf(parent).Contains(".NET TP Worker"), TimeSpan.FromSeconds(30));

        Assert.True(idle, string.Join(", ", ThreadsOf(parent)));
        Assert.Contains("ProcQ spawn", ThreadsOf(parent));
        // Nothing is to happen, which has no event to wait for.
        Assert.All(parent.Workers, worker => Assert.False(worker.EndsWithin(TimeSpan.FromSeconds(1))));
    }

    [Fact(Timeout = Limit)]
    public async Task A16_StaleSocketSwept_and_never_a_live_one()
    {
        var folder = Directory.CreateTempSubdirectory("pq-a16-").FullName;
        using var dead = ParentProcess.Start(LaunchSpec.TestHost, "serve", 1, "wait", folder);
        using var alive = ParentProcess.Start(LaunchSpec.TestHost, "serve", 1, "wait", folder);
        await Task.Run(() => dead.WaitUntilReady(1, null));
        await Task.Run(() => alive.WaitUntilReady(1, null));
        dead.Signal(SigKill);
        AllEnd(dead);
        Assert.True(Directory.Exists(dead.Folder));

        using var next = ParentProcess.Start(LaunchSpec.TestHost, "serve", 1, "wait", folder);
        await Task.Run(() => next.WaitUntilReady(1, null));

        Assert.True(
            SpinWait.SpinUntil(() => !Directory.Exists(dead.Folder), TimeSpan.FromSeconds(10)),
            "the dead one's folder is left"
        );
        Assert.True(Directory.Exists(alive.Folder));
        Assert.True(Directory.Exists(next.Folder));
        next.Dispose();
        alive.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static void AllEnd(ParentProcess parent, TimeSpan? within = null)
    {
        var clock = Stopwatch.StartNew();
        foreach (var worker in parent.Workers)
            worker.MustEndWithin(within ?? OneSecond);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, within ?? OneSecond);
    }

    private static List<string> ThreadsOf(ParentProcess parent)
    {
        var names = new List<string>();
        foreach (var task in Directory.EnumerateDirectories($"/proc/{parent.ProcessId}/task"))
        {
            try
            {
                names.Add(File.ReadAllText(task + "/comm").TrimEnd());
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }

        return names;
    }

    private static IEnumerable<int> ChildrenOf(int processId) =>
        File.ReadAllText($"/proc/{processId}/task/{processId}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(int.Parse)
            .Concat(
                Directory
                    .GetDirectories($"/proc/{processId}/task")
                    .Where(task => Path.GetFileName(task) != $"{processId}")
                    .SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(int.Parse)
            );

    private static bool HasInEnvironment(string variable) =>
        Directory
            .EnumerateDirectories("/proc")
            .Where(path => int.TryParse(Path.GetFileName(path), out _))
            .Any(path => EnvironmentOf(path).Contains(variable, StringComparison.Ordinal));

    private static string EnvironmentOf(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/environ");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ""; // It has just ended.
        }
    }
}
