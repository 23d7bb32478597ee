using System.Diagnostics;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Launching;

/// <summary>When a parent ends, what its workers are tied to it by ends them: also those that are stopped, and what they have started. What else they may be doing, and how it may end, is in Faults.</summary>
[Collection(nameof(LaunchSpec))]
public class ParentDeathSpecs : ProcessSpec
{
    private const int Limit = 120_000;
    private const int SigKill = 9;

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    [Fact(Timeout = Limit)]
    public async Task G01_Workers_that_are_stopped_go_as_well()
    {
        const int Workers = 8;
        using var parent = ParentProcess.Start(LaunchSpec.TestHost, "is-stopped", Workers, "wait");
        await Task.Run(() => parent.WaitUntilReady(Workers, "stopping"));
        Assert.Equal(Workers, parent.Workers.Count);

        parent.Signal(SigKill);

        AllEnd(parent);
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

    private static void AllEnd(ParentProcess parent)
    {
        var clock = Stopwatch.StartNew();
        foreach (var worker in parent.Workers)
            worker.MustEndWithin(OneSecond);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, OneSecond);
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
}
