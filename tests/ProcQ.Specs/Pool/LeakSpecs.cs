using ProcQ.Endurance.Leaks;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Nothing is left of a pool.</summary>
[Collection(Alone.Name)]
public sealed class LeakSpecs : PoolSpec
{
    [Fact]
    public async Task J20_1000PoolsCycle_two_hundred_pools_that_came_and_went_leave_nothing()
    {
        await PoolCycles.RunAsync(20, NewPool);
        var before = await AtRest();

        await PoolCycles.RunAsync(200, NewPool);

        MustNotGrow(before, await AtRest());
    }

    [Fact]
    public async Task Thirty_workers_that_were_killed_leave_nothing()
    {
        var pool = NewPool(2);
        await KillAsync(pool, 10);
        var before = await AtRest();
        // Numbers of processes come again: what lies there already is somebody else's.
        string[] files = [.. Directory.EnumerateFiles(Path.GetTempPath())];

        var pids = await KillAsync(pool, 30);

        MustNotGrow(before, await AtRest());
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.GetTempPath()).Except(files).Select(Path.GetFileName),
            file => pids.Exists(pid => file!.Contains($"-{pid}-", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Environment.CurrentDirectory),
            f => Path.GetFileName(f).StartsWith("core", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Calls_that_were_broken_off_leave_nothing()
    {
        var pool = NewPool(2);
        await BreakOffAsync(pool, 50);
        var before = await AtRest();

        await BreakOffAsync(pool, 500);

        MustNotGrow(before, await AtRest());
        Assert.Equal((0, 0L, 0L), (pool.GetStats().OpenCalls, pool.GetStats().QueuedItems, pool.GetStats().AssignedItems));
    }

    [Fact]
    public async Task J19_ResizeDuringLoad_leaves_nothing()
    {
        var pool = NewPool(2);
        await ResizeAsync(pool, 3);
        var before = await AtRest();

        await ResizeAsync(pool, 12);

        MustNotGrow(before, await AtRest());
    }

    [Fact]
    public async Task Endless_input_runs_in_flat_memory()
    {
        var pool = NewPool(1);
        await using var results = pool.Imap(x => x, new ProducedItems().Items());
        long seen = 0;
        long baseline = 0;
        foreach (var x in results)
        {
            if (x != seen++)
                throw new InvalidOperationException($"{x} came where {seen - 1} should.");
            if (seen == 100_000)
                baseline = GC.GetTotalMemory(forceFullCollection: true);
            if (seen == 600_000)
                break;
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - baseline, long.MinValue, 8 * 1024 * 1024);
    }

    [Fact]
    public async Task Functions_with_ever_new_captures_leave_nothing_here_nor_in_the_worker()
    {
        var pool = NewPool(1);
        await CaptureAsync(pool, 300);
        var (before, there) = (await AtRest(), pool.Apply(Memory));

        await CaptureAsync(pool, 600);

        // Each captures 100 KB; a hundred of them may be kept.
        MustNotGrow(before, await AtRest(), managed: 20 * 1024 * 1024);
        Assert.InRange(pool.Apply(Memory) - there, long.MinValue, 20 * 1024 * 1024);

        static long Memory() => GC.GetTotalMemory(forceFullCollection: true);
    }

    [Fact]
    public async Task Pools_that_could_not_start_leave_nothing()
    {
        await FailAsync(1);
        var before = await AtRest();

        await FailAsync(4);

        MustNotGrow(before, await AtRest());
    }

    private async Task FailAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var pool = NewPool(
                new ProcessPoolOptions
                {
                    Workers = 1,
                    EnvironmentVariables = new Dictionary<string, string?>
                    {
                        ["DOTNET_STARTUP_HOOKS"] = typeof(Crimes).Assembly.Location,
                        ["PROCQ_TEST_START"] = "exit",
                    },
                }
            );
            await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(() => 1).Soon());
            await pool.DisposeAsync();
        }
    }

    private static async Task<List<int>> KillAsync(ProcessPool pool, int count)
    {
        var pids = new List<int>();
        for (var i = 0; i < count; i++)
            pids.Add(
                (
                    await Assert.ThrowsAsync<WorkerLostException>(() => pool.ApplyAsync(Crimes.Commit, Crime.Kill9).Soon())
                ).ProcessId
            );
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
        return pids;
    }

    private static async Task BreakOffAsync(ProcessPool pool, int count)
    {
        for (var i = 0; i < count; i++)
        {
            foreach (var x in pool.Imap(x => x, Enumerable.Range(0, 10_000)))
            {
                if (x == 2)
                    break;
            }
        }

        await Patience.Until(() => pool.GetStats().OpenCalls == 0, "all calls have ended");
    }

    private static async Task ResizeAsync(ProcessPool pool, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            var load = pool.MapAsync(x => x, Enumerable.Range(0, 3_000));
            foreach (var size in (int[])[4, 1, 0, 3, 2])
                await pool.ResizeAsync(size).Soon();
            Assert.Equal(Enumerable.Range(0, 3_000), await load.Soon());
        }
    }

    private static async Task CaptureAsync(ProcessPool pool, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var captured = new byte[100_000];
            captured[0] = (byte)i;
            captured[1] = (byte)(i >> 8);
            Assert.Equal(captured[0], await pool.ApplyAsync(() => captured[0]));
        }
    }

    /// <summary>What is there once whatever was about to go has gone.</summary>
    private static async Task<Belongings> AtRest()
    {
        // Threads of the thread pool come and go with the load; the rest goes at once.
        await Patience.Settled(() => Belongings.Count().Threads);
        return Belongings.Count();
    }

    private static void MustNotGrow(Belongings before, Belongings after, long managed = 4 * 1024 * 1024)
    {
        var both = $"before {before}, after {after}";
        Assert.True(after.Descriptors <= before.Descriptors + 3, both);
        Assert.True(after.Threads <= before.Threads + 3, both);
        Assert.True(after.Children <= before.Children, both);
        Assert.True(after.TempFiles <= before.TempFiles, both);
        Assert.True(after.ManagedBytes <= before.ManagedBytes + managed, both);
    }
}
