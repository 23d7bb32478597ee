using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Contract;

/// <summary>A pool's life: its workers, its end, and what is told of it.</summary>
public abstract class LifeContract<TKind>(KindFixture<TKind> shared) : PoolContract<TKind>(shared)
    where TKind : PoolKind, new()
{
    [Fact]
    public async Task It_grows_shrinks_and_pauses()
    {
        var pool = NewPool(new PoolSetup { Workers = 2 });

        await pool.ResizeAsync(4).Soon();
        Assert.Equal([0, 1, 2, 3], pool.GetStats().Workers.Select(w => w.WorkerId));
        await pool.ResizeAsync(0).Soon();
        Assert.Empty(pool.GetStats().Workers);
        var waits = pool.MapAsync(x => x, [1, 2, 3]);
        Assert.False(waits.IsCompleted);
        await pool.ResizeAsync(1).Soon();

        Assert.Equal(6, (await waits.Soon()).Sum());
        Assert.Single(pool.GetStats().Workers);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            _ = pool.ResizeAsync(-1);
        });
    }

    [Fact]
    public async Task A_closed_pool_finishes_what_it_took_and_takes_no_more()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new PoolSetup { Workers = 2 });
        Assert.Throws<InvalidOperationException>(() => pool.Join());
        var many = pool.MapAsync(x => Pass(gate, x), Enumerable.Range(0, 10));
        using var visit = await keeper.NextAsync();

        pool.Close();
        Assert.False(pool.Join(TimeSpan.FromMilliseconds(20)));
        Assert.Throws<InvalidOperationException>(() => pool.Apply(() => 1));
        visit.Let();
        keeper.Open();

        Assert.True(pool.Join(Patience.Limit));
        Assert.Equal(Enumerable.Range(0, 10), await many.Soon());
        Assert.True(pool.Completion.IsCompletedSuccessfully);
        Assert.All(pool.GetStats().Workers, w => Assert.Equal(WorkerActivity.Gone, w.Activity));
    }

    [Fact]
    public async Task A_terminated_pool_gives_up_what_it_took()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new PoolSetup());
        var many = pool.MapAsync(x => Pass(gate, x), Enumerable.Range(0, 1000));
        using var visit = await keeper.NextAsync();

        pool.Terminate();
        pool.Close();
        pool.Terminate();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => many.Soon());
        Assert.True(pool.Join(Patience.Limit));
        Assert.Throws<InvalidOperationException>(() => pool.Apply(() => 1));
    }

    [Fact]
    public async Task A_disposed_pool_is_over_and_says_so()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new PoolSetup());
        var running = pool.ApplyAsync(() => gate.Pass());
        using var visit = await keeper.NextAsync();

        pool.Dispose();
        await pool.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Soon());
        Assert.Throws<ObjectDisposedException>(() => pool.Apply(() => 1));
        Assert.Throws<ObjectDisposedException>(() => pool.Map(x => x, [1]));
        Assert.Throws<ObjectDisposedException>(() =>
        {
            _ = pool.ResizeAsync(2);
        });
        Assert.True(pool.Completion.IsCompleted);
    }

    [Fact]
    public async Task Statistics_tell_who_runs_what()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new PoolSetup());
        await WarmUpAsync(pool);
        Assert.Equal(WorkerActivity.Idle, Assert.Single(pool.GetStats().Workers).Activity);
        var call = pool.MapAsync(x => Pass(gate, x), [5, 6, 7], new MapOptions { Name = "work", ChunkSize = 1 });
        using var visit = await keeper.NextAsync();

        var stats = pool.GetStats();

        var worker = Assert.Single(stats.Workers);
        Assert.Equal(
            (WorkerActivity.Busy, "work", (long?)0, (int?)1),
            (worker.Activity, worker.Call, worker.ItemIndex, worker.Attempt)
        );
        Assert.Equal(WorkPhase.Running, worker.Phase);
        Assert.NotEqual(AreProcesses, worker.ProcessId == Environment.ProcessId);
        Assert.Equal((1, 3L), (stats.OpenCalls, stats.QueuedItems + stats.AssignedItems));
        keeper.Open();
        visit.Let();
        await call.Soon();
        Assert.Equal((3L, 0), (pool.GetStats().SettledItems, pool.GetStats().OpenCalls));
    }

    [Fact]
    public async Task Insights_tell_where_the_time_went()
    {
        var pool = NewPool(new PoolSetup());
        await WarmUpAsync(pool);

        var results = await pool.MapAsync(BusyJobs.SpinFor20Milliseconds, Slowly()).Soon();

        Assert.Equal([0, 1, 2], results);
        var stats = pool.GetStats();
        var (seen, worker) = (stats.Insights, Assert.Single(stats.Workers));
        Assert.Equal(3, seen.Items);
        Assert.InRange(seen.Running, TimeSpan.FromMilliseconds(60), TimeSpan.MaxValue);
        Assert.InRange(seen.Input, TimeSpan.FromMilliseconds(60), TimeSpan.MaxValue);
        Assert.Equal(seen.Running, worker.RunTime);
        Assert.InRange(worker.BusyTime, worker.RunTime, worker.RunTime + seen.Transit);
        Assert.Null(seen.Advice);

        static IEnumerable<int> Slowly() => Enumerable.Range(0, 3).Select(BusyJobs.SpinFor20Milliseconds);
    }

    [Fact]
    public async Task The_reporter_hears_everything_in_order()
    {
        var listener = new Listener();
        var pool = NewPool(new PoolSetup { Reporter = listener });
        await WarmUpAsync(pool);

        await pool.MapOutcomesAsync(x => x > 1 ? throw new FormatException() : x * 10, [1, 2]).Soon();
        pool.Close();
        await pool.Completion.Soon();

        Assert.Equal(["Init", "Spawn", "Begin", "Success", "Begin", "Fail", "Exit", "Cleanup"], listener.Names);
        Assert.Equal(10, listener.All.Single(h => h.What == "Success").Fact);
    }

    [Fact]
    public void A_function_knows_its_worker_and_its_item()
    {
        var known = Pool.Map(
            x => (WorkerContext.Current!.WorkerId, WorkerContext.Current.Index, WorkerContext.Current.Attempt),
            [7, 8]
        );

        Assert.All(known, k => Assert.InRange(k.WorkerId, 0, 1));
        Assert.Equal([0L, 1], known.Select(k => k.Index));
        Assert.Null(WorkerContext.Current);
    }

    [Fact]
    public async Task A_function_still_knows_after_it_has_awaited() =>
        Assert.True(
            await Pool.ApplyAsync(async () =>
                {
                    await Task.Yield();
                    return await Task.Run(() => WorkerContext.Current is not null);
                })
                .Soon()
        );

    [Fact]
    public async Task What_a_function_reports_reaches_the_statistics()
    {
        using var keeper = new GateKeeper();
        var (gate, listener) = (keeper.Gate, new Listener());
        var pool = NewPool(new PoolSetup());
        var map = pool.MapAsync(x => Report(gate, x), [7], new MapOptions { Reporter = listener });
        using var visit = await keeper.NextAsync();

        await listener.Until("Progress");
        var worker = Assert.Single(pool.GetStats().Workers);
        visit.Let();
        await map.Soon();

        Assert.Equal((0.25, "reading"), (worker.Fraction, worker.Message));
        Assert.Equal(["Begin", "Progress", "Success"], listener.Of(7));
    }

    [Fact]
    public void Each_worker_is_initialized_and_keeps_its_state_until_it_is_replaced()
    {
        var pool = NewPool(
            new PoolSetup { MaxTasksPerWorker = 2, Initializer = static () => WorkerContext.Current!.State["n"] = 0 }
        );

        var counts = Enumerable.Range(0, 4).Select(_ => pool.Apply(Count)).ToArray();

        Assert.Equal([1, 2, 1, 2], counts);
    }

    [Fact]
    public async Task An_initializer_that_throws_faults_the_pool()
    {
        var pool = NewPool(new PoolSetup { Initializer = static () => throw new FormatException("bad start") });

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => WarmUpAsync(pool));

        Assert.IsType<FormatException>(error.InnerException);
        Assert.Throws<WorkerStartException>(() => pool.Apply(() => 1));
    }

    private static int Count()
    {
        var state = WorkerContext.Current!.State;
        var count = (int)state["n"]! + 1;
        state["n"] = count;
        return count;
    }

    private static int Pass(Gate gate, int x)
    {
        gate.Pass(x);
        return x;
    }

    private static int Report(Gate gate, int x)
    {
        WorkerContext.Current!.Report(0.25, "reading");
        return Pass(gate, x);
    }
}

/// <summary>Of processes.</summary>
public sealed class ProcessLifeSpecs(KindFixture<ProcessKind> shared) : LifeContract<ProcessKind>(shared);

/// <summary>Of threads.</summary>
public sealed class ThreadLifeSpecs(KindFixture<ThreadKind> shared) : LifeContract<ThreadKind>(shared);

/// <summary>Of threads that get copies.</summary>
public sealed class CopyingThreadLifeSpecs(KindFixture<CopyingThreadKind> shared) : LifeContract<CopyingThreadKind>(shared);
