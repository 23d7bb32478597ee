using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>An application that starts processes of its own while its pool does.</summary>
[Collection(Alone.Name)]
public sealed class InheritanceSpecs : PoolSpec
{
    private const int Workers = 4;
    private const int Others = 24;
    private const int StandardError = 2;

    [Fact]
    public async Task G15_ForkedByHost_processes_that_the_application_starts_get_nothing_of_the_pool()
    {
        var others = new ConcurrentBag<Process>();
        try
        {
            var before = Start(others);
            var expected = DescriptorsOf(before.Id);
            using var starts = new Barrier(3);
            var starters = Enumerable.Range(0, 2).Select(_ => Task.Run(() => StartMany(others, starts))).ToArray();
            starts.SignalAndWait();
            var pool = NewPool(new ProcessPoolOptions { Workers = Workers, SpareWorkers = 1 });
            await pool.WarmUpAsync().Soon();
            await Task.WhenAll(starters).Soon();
            // With all pipes in use, and one more after that.
            Assert.Equal(Enumerable.Range(0, 100), await pool.MapAsync(x => x, Enumerable.Range(0, 100)).Soon());
            Start(others);

            Assert.All(others, other => Assert.Equal(expected, DescriptorsOf(other.Id)));
            // What this process was given to pass on is not the pool's.
            MustShareNothing(Alive(), besides: ChannelsOf(before.Id));
        }
        finally
        {
            foreach (var other in others)
            {
                other.Kill();
                await other.WaitForExitAsync().Soon();
                other.Dispose();
            }
        }
    }

    /// <summary>A worker that held an end of another's lifeline would keep it alive; one that held its pipe, open.</summary>
    private static void MustShareNothing(IReadOnlyList<int> workers, IEnumerable<string> besides)
    {
        Assert.InRange(workers.Count, Workers, Workers + 1);
        var held = workers.SelectMany(worker => ChannelsOf(worker).Except(besides, StringComparer.Ordinal)).ToArray();
        Assert.NotEmpty(held);
        Assert.Equal(held.Length, held.Distinct(StringComparer.Ordinal).Count());
    }

    private static void StartMany(ConcurrentBag<Process> others, Barrier starts)
    {
        starts.SignalAndWait();
        for (var i = 0; i < Others / 2; i++)
            Start(others);
    }

    private static Process Start(ConcurrentBag<Process> others)
    {
        var process = Process.Start(new ProcessStartInfo("sleep", ["1000"]) { RedirectStandardInput = true })!;
        others.Add(process);
        // Before that it is a copy of this process, with all that has; and then a program that is being loaded, with files of its own open.
        Assert.True(SpinWait.SpinUntil(() => Sleeps(process.Id), Patience.Limit), $"{process.Id} does not sleep");
        return process;
    }

    private static bool Sleeps(int process) =>
        File.ReadAllText($"/proc/{process}/wchan").Contains("nanosleep", StringComparison.Ordinal);

    /// <summary>All but the standard ones, of which each process has its own.</summary>
    private static string DescriptorsOf(int process) =>
        string.Join(
            ' ',
            from path in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
            let number = int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)
            let target = TargetOf(path)
            where number > StandardError && !IsOfTheSystem(target)
            orderby number
            select $"{number}:{target}"
        );

    // The garbage collector looks how much memory there is, and whoever is started at that moment inherits its file: it is opened without "close on exec".
    private static bool IsOfTheSystem(string target) =>
        target.StartsWith("/proc/", StringComparison.Ordinal) || target.StartsWith("/sys/", StringComparison.Ordinal);

    private static IEnumerable<string> ChannelsOf(int process) =>
        from path in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
        let target = TargetOf(path)
        where target.StartsWith("pipe:", StringComparison.Ordinal) || target.StartsWith("socket:", StringComparison.Ordinal)
        select target;

    private static string TargetOf(string path) => new FileInfo(path).LinkTarget ?? "";
}
