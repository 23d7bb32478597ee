using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>What an item leaves behind in its worker is there for the next ones, as the README says; it makes no result wrong, and ends with the worker.</summary>
public sealed class LeftBehindSpecs : PoolSpec
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task E29_LeavesThreads_E30_LeavesTimers_and_the_results_after_it_are_right(bool foreground)
    {
        var pool = NewPool(1);
        var worker = await pool.ApplyAsync(() =>
            {
                CrimesOfLeaving.LeaveThreads(foreground);
                CrimesOfLeaving.LeaveTimers();
                return Environment.ProcessId;
            })
            .Soon();

        var results = await pool.MapAsync(x => (x * x, CrimesOfLeaving.Ticks), Enumerable.Range(0, 2000)).Soon();

        Assert.Equal(Enumerable.Range(0, 2000).Select(x => x * x), results.Select(r => r.Item1));
        await Patience.Until(() => pool.Apply(() => CrimesOfLeaving.Ticks) > results[0].Ticks, "they are still at it");
        Assert.Equal(worker, await pool.ApplyAsync(() => Environment.ProcessId).Soon());
        await pool.DisposeAsync().AsTask().Soon();
        Assert.False(Processes.IsAlive(worker));
    }

    [Fact]
    public async Task E29_LeavesThreads_a_worker_that_retires_does_not_wait_for_them()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxTasksPerWorker = 1 });

        for (var i = 0; i < 3; i++)
        {
            var worker = await pool.ApplyAsync(() =>
                {
                    CrimesOfLeaving.LeaveThreads(foreground: true);
                    return Environment.ProcessId;
                })
                .Soon();
            await Patience.Until(() => !Processes.IsAlive(worker), "it is gone, threads and all");
        }
    }

    [Fact]
    public async Task E40_ChangesCwd_Env_Culture_umask_stays_in_that_process_and_goes_nowhere_else()
    {
        using var folder = new ScratchFolder();
        var path = folder.Path;
        var pool = NewPool(2);
        var here = CrimesOfLeaving.Surroundings();
        var process = await pool.ApplyAsync(() =>
            {
                CrimesOfLeaving.ChangeSurroundings(path);
                return Environment.ProcessId;
            })
            .Soon();

        var seen = await InBothAsync(pool);

        Assert.Equal((path, "behind", "de-CH", 0x3F), First(seen[process]));
        var other = Assert.Single(seen, s => s.Key != process).Value;
        Assert.Equal(First(here), First(other));
        Assert.Equal(here, CrimesOfLeaving.Surroundings());
        // Who comes in its place begins anew, with what the pool was given.
        Crimes.KillProcess(process);
        await Patience.Until(
            () => pool.GetStats().Workers.All(w => w.ProcessId != process && w.ProcessId != 0),
            "there is another one"
        );
        Assert.All(await InBothAsync(pool), s => Assert.Equal(First(here), First(s.Value)));
    }

    [Fact]
    public async Task E40_ChangesCwd_to_a_folder_that_is_gone_and_everything_goes_on()
    {
        using var folder = new ScratchFolder();
        var path = Directory.CreateDirectory(folder.In("gone")).FullName;
        var pool = NewPool(1);

        await pool.ApplyAsync(() => CrimesOfLeaving.ChangeSurroundings(path)).Soon();
        Directory.Delete(path);

        Assert.Equal(Enumerable.Range(0, 100), await pool.MapAsync(x => x, Enumerable.Range(0, 100)).Soon());
        await Assert.ThrowsAsync<WorkerLostException>(() => pool.ApplyAsync(Crimes.Commit, Crime.Kill9).Soon());
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    private static (string, string?, string, int) First((string Directory, string? Variable, string Culture, int Mask, int) s) =>
        (s.Directory, s.Variable, s.Culture, s.Mask);

    /// <summary>What each of the two workers sees around it, by its process.</summary>
    private static async Task<Dictionary<int, (string, string?, string, int, int)>> InBothAsync(ProcessPool pool)
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var calls = pool.MapAsync(
            x =>
            {
                gate.Pass(x);
                return (Environment.ProcessId, Surroundings: CrimesOfLeaving.Surroundings());
            },
            Enumerable.Range(0, 2),
            new MapOptions { ChunkSize = 1 }
        );
        using var one = await keeper.NextAsync();
        using var two = await keeper.NextAsync();
        one.Let();
        two.Let();
        return (await calls.Soon()).ToDictionary(c => c.ProcessId, c => c.Surroundings);
    }
}
