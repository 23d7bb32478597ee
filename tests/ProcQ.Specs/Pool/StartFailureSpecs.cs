using System.Diagnostics;
using ProcQ.Launching;
using ProcQ.Specs.Launching;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Workers that cannot be started: known soon, with the cause, and not tried for ever.</summary>
public sealed class StartFailureSpecs : PoolSpec
{
    [Fact]
    public async Task A01_HostExeMissing_is_named_at_once()
    {
        using var folder = new ScratchFolder();
        CopyApp(folder);
        var there = await Commands.Dotnet(folder.Path, null, "ProcQ.TestJobs.dll", "map");
        Assert.Equal("sum 90\n", there.MustSucceed().Output);
        var host = folder.In("procq-worker-host", "worker-host.dll");
        File.Delete(host);

        var gone = await Commands.Dotnet(folder.Path, null, "ProcQ.TestJobs.dll", "map");

        Assert.Contains(host, gone.MustSucceed().Output, StringComparison.Ordinal);
        var milliseconds = int.Parse(gone.Output.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(milliseconds, 0, 5000);
    }

    [Fact]
    public async Task A02_HostExitsBeforeHello_faults_the_pool_with_its_last_words()
    {
        var pool = NewPool(Failing("exit"));

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(() => 1).Soon());

        Assert.Contains("This worker does not want to.", error.Message, StringComparison.Ordinal);
        Assert.Contains("This worker does not want to.", error.OutputTail, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
        await Faulted(pool);
    }

    [Fact]
    public async Task A24_CrashLoop_right_after_the_start_faults_the_pool()
    {
        var pool = NewPool(Failing("exit-when-ready"));

        // It may be told of an item before it changes its mind: one that it cannot finish first.
        var error = await Assert.ThrowsAnyAsync<ProcQException>(() => pool.ApplyAsync(() => Crimes.Commit(Crime.Sleep)).Soon());

        Assert.Contains("This worker has changed its mind.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_that_waited_for_the_first_worker_all_hear_that_there_will_be_none()
    {
        var pool = NewPool(Failing("hang") with { StartTimeout = TimeSpan.FromSeconds(1) });
        var calls = Enumerable.Range(0, 3_000).Select(x => pool.ApplyAsync(y => y, x)).ToArray();

        foreach (var call in calls)
            await Assert.ThrowsAsync<WorkerStartException>(() => call.Soon());

        await Faulted(pool);
        Assert.Equal((0, calls.Length), (pool.GetStats().OpenCalls, pool.GetStats().SettledItems));
    }

    [Fact]
    public async Task A03_HostNeverConnects_is_killed_when_its_time_is_up()
    {
        var pool = NewPool(Failing("hang") with { StartTimeout = TimeSpan.FromMilliseconds(300) });

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(() => 1).Soon());

        Assert.Contains("0.3 s", error.Message, StringComparison.Ordinal);
        await Faulted(pool);
    }

    [Fact]
    public async Task A_worker_that_fails_to_start_once_is_started_again()
    {
        using var folder = new ScratchFolder();
        var options = Failing("exit-once");
        var pool = NewPool(
            options with
            {
                EnvironmentVariables = new Dictionary<string, string?>(options.EnvironmentVariables)
                {
                    ["PROCQ_TEST_MARK"] = folder.In("failed"),
                },
            }
        );

        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
        var stats = pool.GetStats();
        Assert.Equal(1, stats.Workers[0].Restarts);
    }

    [Fact]
    public async Task Every_open_call_hears_of_the_fault()
    {
        var pool = NewPool(Failing("exit"));
        Task[] calls =
        [
            pool.ApplyAsync(() => 1),
            pool.MapAsync(x => x, Enumerable.Range(0, 1000)),
            pool.MapAsync(x => x, new ProducedItems().Stream()),
            pool.WarmUpAsync(),
        ];
        var outcomes = pool.MapOutcomesAsync(x => x, Enumerable.Range(0, 1000));
        await using var stream = pool.Imap(x => x, new ProducedItems().Items());

        foreach (var call in calls)
            await Assert.ThrowsAsync<WorkerStartException>(() => call.Soon());
        Assert.Throws<WorkerStartException>(() => stream.Next(Patience.Limit));
        var all = await outcomes.Soon();
        Assert.Equal(1000, all.Length);
        Assert.All(all, o => Assert.IsType<WorkerStartException>(o.Error));
        Assert.All(all, o => Assert.Equal(OutcomeStatus.WorkerLost, o.Status));
    }

    [Fact]
    public async Task Warming_up_ends_with_the_token_and_leaves_the_pool_alone()
    {
        var pool = NewPool(Failing("hang"));
        using var source = new CancellationTokenSource();
        var warm = pool.WarmUpAsync(source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => warm.Soon());
        var clock = Stopwatch.StartNew();
        await pool.DisposeAsync();
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Empty(Alive());
    }

    [Fact]
    public async Task Warming_up_a_pool_that_is_disposed_does_not_pend()
    {
        var pool = NewPool(Failing("hang"));
        var warm = pool.WarmUpAsync();

        await pool.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => warm.Soon());
    }

    [Fact]
    public async Task A_system_that_never_makes_a_process_faults_the_pool_when_its_time_is_up()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                SpareWorkers = 0,
                StartTimeout = TimeSpan.FromMilliseconds(300),
            },
            Never
        );

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.WarmUpAsync().Soon());

        Assert.Contains("0.3 s", error.Message, StringComparison.Ordinal);
        await Faulted(pool);
    }

    [Fact]
    public async Task A_pool_that_waits_for_a_process_that_the_system_never_makes_can_be_disposed()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, SpareWorkers = 0 }, Never);
        var warm = pool.WarmUpAsync();

        await pool.DisposeAsync().AsTask().Soon();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => warm.Soon());
        await pool.Completion.Soon();
    }

    private static LaunchSettings Never(LaunchSettings settings) =>
        settings with
        {
            Spawner = new LateSpawner(new TaskCompletionSource().Task, settings),
        };

    private static ProcessPoolOptions Failing(string how) =>
        new()
        {
            Workers = 1,
            EnvironmentVariables = new Dictionary<string, string?>
            {
                ["DOTNET_STARTUP_HOOKS"] = typeof(Crimes).Assembly.Location,
                ["PROCQ_TEST_START"] = how,
            },
        };

    /// <summary>Later calls are told at once, nothing is started any more, and the pool can be ended.</summary>
    private async Task Faulted(ProcessPool pool)
    {
        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(() => 1));
        Assert.NotNull(error.InnerException);
        Assert.Throws<WorkerStartException>(() => pool.Map(x => x, new[] { 1 }));
        await Patience.Until(() => Alive().Count == 0, "no worker is started any more");
        pool.Close();
        Assert.True(pool.Join(Patience.Limit));
        await Assert.ThrowsAsync<WorkerStartException>(() => pool.Completion);
    }

    private static void CopyApp(ScratchFolder folder)
    {
        var from = Path.Combine(
            Repository.Root,
            "tests",
            "ProcQ.TestJobs",
            "bin",
            new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
            "net10.0"
        );
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = folder.In(Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
