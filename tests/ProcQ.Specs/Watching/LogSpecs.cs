using Microsoft.Extensions.Logging;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Watching;

/// <summary>What a pool says in its log: ids that stay, and facts as values.</summary>
public sealed class LogSpecs : PoolSpec
{
    private readonly LogBook _log = new();

    [Fact]
    public async Task The_life_of_a_pool_and_of_its_workers_is_in_it()
    {
        // On a busy machine a worker may take longer to leave than it is given, and then it is killed for it.
        var pool = NewPool(Options(2) with { ShutdownGrace = Patience.Limit });
        await pool.WarmUpAsync().Soon();
        var pids = pool.GetStats().Workers.Select(w => (object?)w.ProcessId).Order().ToArray();
        pool.Map(x => x, new[] { 1, 2, 3 });
        pool.Close();
        await pool.Completion.Soon();

        Assert.Equal([20, 20, 21, 21, 23, 23, 41, 43], _log.All.Select(e => e.Id).Where(id => id != 51).Order());
        Assert.Equal(pids, _log.With(21).Select(e => e.Values["ProcessId"]).Order());
        Assert.Equal([0, 1], _log.With(21).Select(e => e.Values["WorkerId"]).Order());
        Assert.Equal(3L, _log.With(43)[0].Values["Settled"]);
        Assert.Equal(43, _log.All[^1].Id);
        Assert.All(_log.All, e => Assert.Equal("ProcQ.ProcessPool", e.Category));
        Assert.All(_log.All, e => Assert.Equal("logged", e.Values["Pool"]));
        Assert.All(_log.All, e => Assert.InRange(e.Level, LogLevel.Debug, LogLevel.Information));
    }

    [Fact]
    public async Task A_spare_that_waits_for_its_start_is_no_warning()
    {
        var pool = NewPool(Options(1) with { SpareWorkers = 1, ShutdownGrace = Patience.Limit });
        await pool.WarmUpAsync().Soon();
        await Patience.Until(() => _log.With(21).Count == 2, "the spare is ready");
        await pool.DisposeAsync().AsTask().Soon();

        Assert.Equal([-1, 0], _log.With(20).Select(e => (int)e.Values["WorkerId"]!).Order());
        Assert.All(_log.All, e => Assert.InRange(e.Level, LogLevel.Debug, LogLevel.Information));
    }

    [Fact]
    public async Task A_lost_worker_is_in_it_with_its_item_and_its_reason()
    {
        var pool = NewPool(Options(1));

        pool.MapOutcomes(
            x => x == 2 ? Crimes.Commit(Crime.Exit7) : x,
            Enumerable.Range(0, 4),
            new MapOptions { Retries = 1, Name = "crime" }
        );

        var lost = await _log.NextAsync(22);
        Assert.Equal((7, 2L, LogLevel.Warning), (lost.Values["ExitCode"], lost.Values["Index"], lost.Level));
        Assert.Equal(("exit code 7", WorkPhase.Running), (lost.Values["ExitReason"], lost.Values["Phase"]));
        var retried = await _log.NextAsync(30);
        Assert.Equal(
            ("crime", 2L, 1, OutcomeStatus.WorkerLost),
            (retried.Values["Call"], retried.Values["Index"], retried.Values["Attempt"], retried.Values["Status"])
        );
        var gone = await _log.NextAsync(32);
        Assert.Equal((2L, 1, 0), (gone.Values["Index"], gone.Values["Count"], gone.Values["WorkerId"]));
    }

    [Fact]
    public async Task A_kill_is_in_it_with_what_it_was_for()
    {
        var pool = NewPool(Options(1));

        pool.MapOutcomes(
            x => Crimes.Commit(x),
            new[] { Crime.None, Crime.Sleep },
            new MapOptions { Timeout = TimeSpan.FromMilliseconds(300) }
        );

        var kill = await _log.NextAsync(24);
        Assert.Contains("an item ran longer than 00:00:00.3000000", kill.Text, StringComparison.Ordinal);
        var late = await _log.NextAsync(31);
        Assert.Equal((1L, TimeSpan.FromMilliseconds(300)), (late.Values["Index"], late.Values["Limit"]));
    }

    [Fact]
    public async Task Workers_that_do_not_start_are_in_it_until_the_pool_is_given_up()
    {
        var pool = NewPool(
            Options(1) with
            {
                EnvironmentVariables = new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = "/nowhere.dll" },
            }
        );

        await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(() => 1).Soon());

        var fault = await _log.NextAsync(40);
        Assert.Equal(LogLevel.Error, fault.Level);
        Assert.IsType<WorkerStartException>(fault.Exception);
        Assert.NotEmpty(_log.With(25));
        Assert.All(_log.With(25), e => Assert.IsType<WorkerStartException>(e.Exception));
        // The first two do not wait. One that does is told of as that, and not once more.
        Assert.Equal(2, _log.With(20).Count);
        Assert.NotEmpty(_log.With(26));
        Assert.All(_log.With(26), e => Assert.True((TimeSpan)e.Values["Delay"]! > TimeSpan.Zero));
    }

    [Fact]
    public async Task A_terminated_pool_says_so_once()
    {
        using var keeper = new GateKeeper();
        var (gate, pool) = (keeper.Gate, NewPool(Options(1)));
        var call = pool.ApplyAsync(() => gate.Pass());
        using var visit = await keeper.NextAsync();

        pool.Terminate();
        await pool.DisposeAsync().AsTask().Soon();
        pool.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(1, Assert.Single(_log.With(42)).Values["OpenCalls"]);
        Assert.Empty(_log.With(41));
        Assert.Single(_log.With(43));
        // It was killed, as it should be, and that is no loss.
        Assert.Empty(_log.With(22));
    }

    [Fact]
    public async Task A_resize_is_in_it()
    {
        var pool = NewPool(Options(1));

        await pool.ResizeAsync(2).Soon();

        var resized = await _log.NextAsync(53);
        Assert.Equal((1, 2), (resized.Values["Before"], resized.Values["Workers"]));
    }

    [Fact]
    public async Task Lines_of_workers_carry_the_item_that_runs()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(Options(1) with { Output = WorkerOutput.Log });
        var map = pool.MapAsync(
            x =>
            {
                Console.WriteLine($"this is {x}");
                gate.Pass(x);
                return Environment.ProcessId;
            },
            new[] { 10, 11 },
            new MapOptions { ChunkSize = 2 }
        );
        using var one = await keeper.NextAsync();
        await Patience.Until(() => _log.With(10).Count == 1, "the first line is in the log");
        one.Let();
        using var two = await keeper.NextAsync();
        await Patience.Until(() => _log.With(10).Count == 2, "the second line is in the log");
        two.Let();
        var pid = (await map.Soon())[0];

        var lines = _log.With(10);
        Assert.Equal(["this is 10", "this is 11"], lines.Select(l => l.Values["Text"]));
        Assert.Equal([0L, 1L], lines.Select(l => l.Values["Index"]));
        Assert.All(lines, l => Assert.Equal((0, pid), (l.Values["WorkerId"], l.Values["ProcessId"])));
        Assert.All(lines, l => Assert.Equal("ProcQ.Worker.Output", l.Category));
    }

    [Fact]
    public async Task Lines_that_no_item_wrote_carry_none()
    {
        var pool = NewPool(Options(1) with { Output = WorkerOutput.Log });
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        await pool.ApplyAsync(() =>
            {
                new Thread(() =>
                {
                    gate.Pass();
                    Console.WriteLine("after the end");
                })
                {
                    IsBackground = true,
                }.Start();
            })
            .Soon();
        using var visit = await keeper.NextAsync();
        visit.Let();

        var line = await _log.NextAsync(10);

        Assert.Null(line.Values["Index"]);
        Assert.Equal("after the end", line.Values["Text"]);
    }

    [Fact]
    public async Task A_log_that_throws_or_hangs_holds_up_nobody()
    {
        using var release = new ManualResetEventSlim();
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                LoggerFactory = new LogBook
                {
                    On = _ =>
                    {
                        release.Wait();
                        throw new InvalidOperationException("The log is full.");
                    },
                },
            }
        );
        try
        {
            Assert.Equal(Enumerable.Range(0, 100), pool.Map(x => x, Enumerable.Range(0, 100)));
            await pool.DisposeAsync().AsTask().Soon();
        }
        finally
        {
            release.Set();
        }
    }

    private ProcessPoolOptions Options(int workers) =>
        new()
        {
            Workers = workers,
            SpareWorkers = 0,
            LoggerFactory = _log,
            Name = "logged",
        };
}
