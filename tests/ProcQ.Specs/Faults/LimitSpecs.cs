using System.Globalization;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>Functions that take more than there is, or than they may.</summary>
public sealed class LimitSpecs : PoolSpec
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public async Task H01_ManagedHog_beyond_the_hard_limit_of_its_heap_is_an_error_of_its_item()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                SpareWorkers = 0,
                EnvironmentVariables = new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = "0x8000000" },
            }
        );

        var outcomes = await pool.MapOutcomesAsync(
                x => x == 2 ? CrimesOnLimits.HogManaged(1000) : x,
                Enumerable.Range(0, 5),
                new MapOptions { ChunkSize = 1 }
            )
            .Soon();

        Assert.Equal((OutcomeStatus.Failed, 2L), (outcomes[2].Status, outcomes[2].Index));
        Assert.IsType<OutOfMemoryException>(outcomes[2].Error);
        Assert.All(
            outcomes.Where(o => o.Index != 2),
            o => Assert.Equal((OutcomeStatus.Succeeded, o.Index), (o.Status, o.Result))
        );
        await MustServeAsync(pool);
    }

    [Fact]
    public async Task H02_NativeHog_is_replaced_before_the_next_item()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                SpareWorkers = 0,
                MaxWorkerMemoryBytes = 200 * Megabyte,
            }
        );

        var hog = await pool.ApplyAsync(() => CrimesOnLimits.HogNative(250)).Soon();
        var next = await pool.ApplyAsync(() => Environment.ProcessId).Soon();

        Assert.NotEqual(hog, next);
        Assert.Equal(next, await pool.ApplyAsync(() => Environment.ProcessId).Soon());
        await Patience.Until(() => !Processes.IsAlive(hog), "it is gone with its memory");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task H03_SlowLeak_never_goes_further_beyond_the_limit_than_one_item_takes(bool managed)
    {
        const int Leak = 20;
        const int Limit = 200;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxWorkerMemoryBytes = Limit * Megabyte });

        var seen = await pool.MapAsync(
                _ =>
                {
                    var process = managed ? CrimesOnLimits.HogManaged(Leak) : CrimesOnLimits.HogNative(Leak);
                    return (process, Bytes: Environment.WorkingSet);
                },
                Enumerable.Range(0, 40)
            )
            .Soon();

        // Each process takes what it may and no more: the limit is looked at after each item.
        Assert.All(seen, s => Assert.InRange(s.Bytes, Leak * Megabyte, (Limit + Leak + 15) * Megabyte));
        Assert.InRange(seen.Select(s => s.process).Distinct().Count(), 40 * Leak / Limit, 40);
    }

    [Fact]
    public async Task H05_BigFile_names_the_limit()
    {
        using var folder = new ScratchFolder();
        var path = folder.In("big");
        var pool = NewPool(1);

        var error = await Assert.ThrowsAsync<WorkerLostException>(() =>
            pool.ApplyAsync(() => CrimesOnLimits.WriteBigFile(path)).Soon()
        );

        Assert.Equal((153, "file size limit (SIGXFSZ)"), (error.ExitCode, error.ExitReason));
        Assert.Equal(Megabyte, new FileInfo(path).Length);
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    [Fact]
    public async Task H06_ManyFiles_are_an_error_of_their_item_and_the_worker_works_on_without_any()
    {
        using var folder = new ScratchFolder();
        var path = folder.In("many");
        // A worker that is given a culture has loaded what an error takes before there is one.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InstalledUICulture;
        var pool = NewPool(1);
        var worker = await pool.ApplyAsync(() => Environment.ProcessId).Soon();

        var error = await Assert.ThrowsAsync<IOException>(() => pool.ApplyAsync(() => CrimesOnLimits.OpenManyFiles(path)).Soon());

        Assert.Contains("Too many open files", error.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 100), await pool.MapAsync(x => x, Enumerable.Range(0, 100)).Soon());
        await Assert.ThrowsAsync<IOException>(() => pool.ApplyAsync(() => File.OpenRead(path).Dispose()).Soon());
        await pool.ApplyAsync(CrimesOnLimits.GiveBack).Soon();
        await pool.ApplyAsync(() => File.OpenRead(path).Dispose()).Soon();
        Assert.Equal(worker, await pool.ApplyAsync(() => Environment.ProcessId).Soon());
    }

    [Fact]
    public async Task H07_ThreadBomb_ends_with_the_time_limit()
    {
        var pool = NewPool(2);

        await Assert.ThrowsAsync<TaskTimeoutException>(() =>
            pool.ApplyAsync(CrimesOnLimits.ExplodeIntoThreads, new TaskOptions { Timeout = TimeSpan.FromSeconds(0.5) }).Soon()
        );

        Assert.Equal(Enumerable.Range(0, 100), await pool.MapAsync(x => x, Enumerable.Range(0, 100)).Soon());
    }

    [ControlGroupFact(ControlGroup.Memory)]
    public async Task H09_OomKillerTakesChild_and_not_its_larger_parent()
    {
        using var group = ControlGroup.OfMemory(400 * Megabyte);

        var run = await Commands.Dotnet(AppContext.BaseDirectory, null, "ProcQ.TestJobs.dll", "memory", group.Path);

        var lines = run.MustSucceed().Output.Split('\n');
        Assert.Equal(["0 Succeeded ", "1 Succeeded ", "2 Succeeded "], lines[..3]);
        Assert.Contains("out of memory", lines[3], StringComparison.Ordinal);
        Assert.Equal(["4 Succeeded ", "5 Succeeded ", "then 45", ""], lines[4..]);
    }
}
