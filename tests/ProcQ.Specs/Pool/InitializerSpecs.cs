using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>What every worker does before its first item.</summary>
public sealed class InitializerSpecs : PoolSpec
{
    [Fact]
    public async Task It_runs_once_in_each_worker_and_fills_its_state()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 2,
                SpareWorkers = 0,
                Initializer = () =>
                {
                    ledger.Note($"{Environment.ProcessId}");
                    WorkerContext.Current!.State["seed"] = 40 + WorkerContext.Current.WorkerId;
                },
            }
        );

        await pool.WarmUpAsync().Soon();
        var seen = pool.Map(
            _ => ((int)WorkerContext.Current!.State["seed"]!, WorkerContext.Current.WorkerId),
            Enumerable.Range(0, 200)
        );

        Assert.All(seen, s => Assert.Equal(40 + s.WorkerId, s.Item1));
        Assert.Equal(pool.GetStats().Workers.Select(w => $"{w.ProcessId}").Order(), ledger.Read().Order());
    }

    [Fact]
    public async Task It_runs_again_in_a_worker_that_replaces_another()
    {
        var pool = NewPool(
            new ProcessPoolOptions { Workers = 1, Initializer = () => WorkerContext.Current!.State["ready"] = true }
        );

        for (var round = 0; round < 3; round++)
        {
            Assert.True(await pool.ApplyAsync(() => WorkerContext.Current!.State.ContainsKey("ready")).Soon());
            await Assert.ThrowsAsync<WorkerLostException>(() => pool.ApplyAsync(Crimes.Commit, Crime.Kill9).Soon());
        }
    }

    [Fact]
    public async Task A22_one_that_throws_is_named_and_faults_the_pool()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 2, Initializer = FailLoudly });

        var warm = await Assert.ThrowsAsync<WorkerStartException>(() => pool.WarmUpAsync().Soon());
        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(() => 1).Soon());

        Assert.Contains("initializer", warm.Message, StringComparison.Ordinal);
        Assert.Contains("no such database", error.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidDataException>(warm.InnerException);
        Assert.Contains("looking for it", warm.OutputTail, StringComparison.Ordinal);
        await Patience.Until(() => Alive().Count == 0, "nothing is started any more");
    }

    [Fact]
    public async Task A23_one_that_hangs_is_named_and_faults_the_pool_when_the_time_for_a_start_is_up()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                StartTimeout = TimeSpan.FromSeconds(1.5),
                Initializer = () => Thread.Sleep(Timeout.Infinite),
            }
        );

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(() => 1).Soon());

        Assert.Contains("initializer", error.Message, StringComparison.Ordinal);
        Assert.Contains("1.5 s", error.Message, StringComparison.Ordinal);
        await Patience.Until(() => Alive().Count == 0, "nothing is started any more");
    }

    [Fact]
    public async Task One_that_ends_its_process_faults_the_pool_with_the_exit_code_and_the_last_words()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                Initializer = () =>
                {
                    Console.Error.WriteLine("I give up.");
                    Environment.Exit(9);
                },
            }
        );

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(() => 1).Soon());

        Assert.Contains("initializer", error.Message, StringComparison.Ordinal);
        Assert.Equal(9, error.ExitCode);
        Assert.Contains("I give up.", error.OutputTail, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_cannot_travel_is_refused_before_anything_starts()
    {
        using var file = new MemoryStream();

        var error = Assert.Throws<NotTransferableException>(() =>
            new ProcessPool(new ProcessPoolOptions { Initializer = () => file.WriteByte(1) })
        );

        Assert.Contains("file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_can_be_disposed_while_it_runs()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, Initializer = () => gate.Pass() });
        var task = pool.ApplyAsync(() => 1);
        using var visit = await keeper.NextAsync();

        await pool.DisposeAsync().AsTask().Soon();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon());
        Assert.Empty(Alive());
    }

    private static void FailLoudly()
    {
        Console.Error.WriteLine("looking for it");
        throw new InvalidDataException("no such database");
    }
}
