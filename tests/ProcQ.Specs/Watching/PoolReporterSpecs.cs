using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Watching;

/// <summary>What the reporter of a pool hears, and what it may do.</summary>
public sealed class PoolReporterSpecs : PoolSpec
{
    [Fact]
    public async Task It_hears_everything_from_the_first_worker_to_the_last()
    {
        var listener = new Listener();
        var pool = NewPool(new ProcessPoolOptions { Workers = 2, Reporter = listener });
        await pool.WarmUpAsync().Soon();
        var pids = pool.GetStats().Workers.Select(w => w.ProcessId).Order().ToArray();

        pool.Map(x => x, new[] { 1, 2 });
        await pool.ApplyAsync(x => x + 1, 3).Soon();
        await pool.ApplyAsync(() => { }).Soon();
        pool.Close();
        await pool.Completion.Soon();

        Assert.Equal("Init", listener.Names[0]);
        Assert.Equal(2, listener.All[0].Fact);
        Assert.Equal(pids, listener.All.Where(h => h.What == "Spawn").Select(h => h.Worker!.ProcessId).Order());
        Assert.Equal(["Begin", "Success"], listener.Of(1));
        Assert.Equal(["Begin", "Success"], listener.Of(3));
        Assert.Equal(4, listener.All.Single(h => h is { What: "Success", Item: 3 }).Fact);
        Assert.Equal(["Begin", "Success"], listener.Of(null));
        Assert.Equal(["Exit", "Exit", "Cleanup"], listener.Names.TakeLast(3));
        Assert.Equal(pids, listener.All.Where(h => h.What == "Exit").Select(h => h.Worker!.ProcessId).Order());
    }

    [Fact]
    public async Task It_and_the_reporter_of_a_call_hear_the_same_of_its_items()
    {
        var (ofPool, ofCall) = (new Listener(), new Listener());
        var pool = NewPool(new ProcessPoolOptions { Workers = 2, Reporter = ofPool });

        pool.Map(x => new string('x', x), Enumerable.Range(0, 100), new MapOptions { Reporter = ofCall });
        // Large enough to be lent from a pool of arrays: three readers of the same bytes.
        pool.Map(x => new byte[100_000 + x], Enumerable.Range(0, 20));
        pool.Map(x => new byte[100_000 + x], Enumerable.Range(1000, 20), new MapOptions { Reporter = ofCall });
        await pool.DisposeAsync().AsTask().Soon();

        Assert.Equal(120, ofCall.Names.Count(n => n == "Success"));
        Assert.Equal(140, ofPool.Names.Count(n => n == "Success"));
        Assert.All(
            ofPool.All.Where(h => h is { What: "Success", Fact: byte[] }),
            h => Assert.Equal(100_000 + (int)h.Item!, ((byte[])h.Fact!).Length)
        );
    }

    [Fact]
    public async Task What_it_throws_is_logged_once_and_harms_nothing()
    {
        var (log, called) = (new LogBook(), 0);
        var listener = new Listener
        {
            On = _ =>
            {
                called++;
                throw new InvalidOperationException("I don't want to know.");
            },
        };
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                Reporter = listener,
                LoggerFactory = log,
            }
        );

        Assert.Equal([1, 2, 3], pool.Map(x => x, new[] { 1, 2, 3 }));
        Assert.Equal([1, 2, 3], pool.Map(x => x, new[] { 1, 2, 3 }, new MapOptions { Reporter = listener }));
        await pool.DisposeAsync().AsTask().Soon();

        Assert.True(called > 20, $"It was called {called} times.");
        // It listened twice: to the pool, and to a call.
        Assert.Equal(2, log.With(2).Count);
        Assert.Contains(log.With(2), e => Equals(e.Values["Whose"], "the pool 'pool'"));
        Assert.All(log.With(2), e => Assert.IsType<InvalidOperationException>(e.Exception));
    }

    [Fact]
    public async Task One_that_hangs_holds_up_the_end_for_a_while_and_no_item()
    {
        using var release = new ManualResetEventSlim();
        var log = new LogBook();
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                LoggerFactory = log,
                Reporter = new Listener { On = _ => release.Wait() },
            }
        );
        try
        {
            Assert.Equal(Enumerable.Range(0, 1000), pool.Map(x => x, Enumerable.Range(0, 1000)));

            await pool.DisposeAsync().AsTask().Soon();

            Assert.Equal("the pool 'pool'", Assert.Single(log.With(3)).Values["Whose"]);
        }
        finally
        {
            release.Set();
        }
    }

    [Fact]
    public async Task It_may_use_its_pool_and_even_end_it()
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        ProcessPool pool = null!;
        var listener = new Listener
        {
            On = heard =>
            {
                if (heard is not { What: "Success", Item: "go" })
                    return;
                var answer = pool.Apply(x => x * 2, 21);
                pool.Dispose();
                done.SetResult(answer);
            },
        };
        pool = NewPool(new ProcessPoolOptions { Workers = 2, Reporter = listener });

        await pool.ApplyAsync(x => x, "go").Soon();

        Assert.Equal(42, await done.Task.Soon());
        await pool.Completion.Soon();
        Assert.Equal("Cleanup", listener.Names[^1]);
    }

    [Fact]
    public async Task A_neighbour_of_an_item_that_is_killed_is_not_heard_of_twice()
    {
        using var keeper = new GateKeeper();
        var (gate, listener) = (keeper.Gate, new Listener());
        var pool = NewPool(new ProcessPoolOptions { Workers = 2, Reporter = listener });
        var calm = pool.ApplyAsync(
            x =>
            {
                gate.Pass(x);
                return x;
            },
            1L
        );
        using var visit = await keeper.NextAsync();

        await Assert.ThrowsAsync<WorkerLostException>(() => pool.ApplyAsync(x => Crimes.Commit(x), Crime.Kill9));
        visit.Let();
        await calm.Soon();
        await pool.DisposeAsync().AsTask().Soon();

        Assert.Equal(["Begin", "Success"], listener.Of(1L));
        Assert.Equal(["Begin", "Abort"], listener.Of(Crime.Kill9));
    }

    [Fact]
    public async Task A_pool_that_cannot_start_workers_aborts_what_waits_without_one()
    {
        var listener = new Listener();
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                Reporter = listener,
                EnvironmentVariables = new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = "/nowhere.dll" },
            }
        );

        await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(x => x, "lost").Soon());
        await pool.DisposeAsync().AsTask().Soon();

        Assert.Equal(["Abort"], listener.Of("lost"));
        Assert.Equal(new WorkerInfo(-1, 0), listener.All.Single(h => h.What == "Abort").Worker);
        Assert.DoesNotContain("Spawn", listener.Names);
        Assert.Equal("Cleanup", listener.Names[^1]);
    }
}
