using System.Collections.Concurrent;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Contract;

/// <summary>Calls beyond the thousand that a pool looks at: they wait as small as can be, and nobody can tell.</summary>
public abstract class BacklogContract<TKind>(KindFixture<TKind> shared) : PoolContract<TKind>(shared)
    where TKind : PoolKind, new()
{
    private const int Many = 5_000;

    [Fact]
    public async Task Each_of_many_calls_has_its_result_and_they_run_in_the_order_in_which_they_came()
    {
        using var keeper = new GateKeeper();
        var pool = await HeldAsync(keeper);
        var calls = Enumerable.Range(0, Many).Select(x => pool.ApplyAsync(Count, x)).ToArray();

        var held = pool.GetStats();
        Assert.Equal((Many + 1, Many), (held.OpenCalls, WaitingOf(held)));
        keeper.Open();
        var results = await Task.WhenAll(calls).Soon();

        Assert.Equal(Enumerable.Range(0, Many).Select(x => (x, x + 1)), results);
        Assert.Equal((0, 0L, 0L), (pool.GetStats().OpenCalls, pool.GetStats().QueuedItems, pool.GetStats().AssignedItems));
        Assert.Equal(Many + 1, pool.GetStats().SettledItems);
    }

    [Fact]
    public async Task Failures_callbacks_and_names_are_those_of_any_call()
    {
        using var keeper = new GateKeeper();
        var pool = await HeldAsync(keeper);
        var (succeeded, failed) = (0, 0);
        var options = new TaskOptions
        {
            Name = "a name",
            OnSuccess = _ => Interlocked.Increment(ref succeeded),
            OnError = _ => Interlocked.Increment(ref failed),
        };
        var calls = Enumerable.Range(0, Many).Select(x => pool.ApplyAsync(FailThirds, x, options)).ToArray();
        keeper.Open();

        foreach (var (x, call) in calls.Index())
        {
            if (x % 3 != 0)
                Assert.Equal(x, await call.Soon());
            else
                Assert.Equal($"no {x}", (await Assert.ThrowsAsync<FormatException>(() => call.Soon())).Message);
        }

        Assert.Equal((Many * 2 / 3, (Many + 2) / 3), (succeeded, failed));
    }

    [Fact]
    public async Task Whoever_is_called_back_is_so_in_his_own_surroundings()
    {
        using var keeper = new GateKeeper();
        var pool = await HeldAsync(keeper);
        var (own, seen) = (new AsyncLocal<int>(), new ConcurrentQueue<(int, int, bool)>());
        var calls = new List<Task>();
        for (var x = 0; x < Many; x++)
        {
            var expected = own.Value = x;
            var options = new TaskOptions
            {
                OnSuccess = _ => seen.Enqueue((expected, own.Value, WorkerContext.Current is null)),
                OnError = _ => seen.Enqueue((expected, own.Value, WorkerContext.Current is null)),
            };
            calls.Add(pool.ApplyAsync(FailThirds, x, options));
        }

        own.Value = -1;
        keeper.Open();
        await Task.WhenAll(calls).ContinueWith(_ => { }, TaskScheduler.Default).Soon();

        Assert.Equal(Many, seen.Count);
        Assert.All(seen, s => Assert.Equal((s.Item1, s.Item1, true), s));
    }

    [Fact]
    public async Task One_token_of_all_of_them_that_is_cancelled_while_some_have_run_ends_the_rest()
    {
        const int Most = 20_000;
        const int At = 1_500;
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new PoolSetup { Workers = 1 });
        var calls = Enumerable.Range(0, Most).Select(x => pool.ApplyAsync(PassAt, (gate, x, At), ct: source.Token)).ToArray();
        using var visit = await keeper.NextAsync();

        // Some have waited in line, and are at their worker's by now; the others still wait.
        await source.CancelAsync();
        visit.Let();

        Assert.Equal(Enumerable.Range(0, At), await Task.WhenAll(calls[..At]).Soon());
        // The worker has the one behind it in its hands, and may begin that before it hears that nobody wants it.
        foreach (var call in calls[(At + 2)..])
            Assert.Equal(
                source.Token,
                (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon())).CancellationToken
            );
        await Task.WhenAll(calls[At..(At + 2)]).ContinueWith(_ => { }, TaskScheduler.Default).Soon();
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
        Assert.Equal((0, Most + 1L), (pool.GetStats().OpenCalls, pool.GetStats().SettledItems));
    }

    [Fact]
    public async Task A_call_that_cannot_be_made_is_refused_at_once_however_many_wait()
    {
        using var keeper = new GateKeeper();
        var pool = await HeldAsync(keeper);
        var calls = Enumerable.Range(0, Many).Select(x => pool.ApplyAsync(Count, x)).ToArray();

        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            _ = pool.ApplyAsync(Count, 1, new TaskOptions { Retries = -1 });
        });
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.True(pool.ApplyAsync(Count, 1, ct: cancelled.Token).IsCanceled);

        keeper.Open();
        Assert.Equal(Many, (await Task.WhenAll(calls).Soon()).Length);
    }

    [Fact]
    public async Task What_is_cancelled_ends_while_it_waits_and_nothing_else_does()
    {
        using var keeper = new GateKeeper();
        var pool = await HeldAsync(keeper);
        using var source = new CancellationTokenSource();
        var calls = Enumerable
            .Range(0, Many)
            .Select(x => pool.ApplyAsync(Count, x, ct: x % 2 == 0 ? source.Token : default))
            .ToArray();

        await source.CancelAsync();

        foreach (var call in calls.Where((_, x) => x % 2 == 0))
            Assert.Equal(
                source.Token,
                (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon())).CancellationToken
            );
        Assert.True(calls.Where((_, x) => x % 2 == 0).All(call => call.IsCanceled));
        Assert.Equal(Many / 2, WaitingOf(pool.GetStats()));
        keeper.Open();
        Assert.Equal(Many / 2, (await Task.WhenAll(calls.Where((_, x) => x % 2 != 0)).Soon()).Length);
        Assert.Equal(Many + 1, pool.GetStats().SettledItems);
    }

    [Fact]
    public async Task A_call_with_a_higher_priority_goes_before_them_and_one_with_a_lower_after_them()
    {
        using var keeper = new GateKeeper();
        var pool = await HeldAsync(keeper);
        var before = Enumerable.Range(0, Many).Select(x => pool.ApplyAsync(Count, x)).ToArray();
        var low = pool.ApplyAsync(Count, -1, new TaskOptions { Priority = -1 });
        var after = Enumerable.Range(0, Many).Select(x => pool.ApplyAsync(Count, x)).ToArray();
        var high = pool.ApplyAsync(Count, Many, new TaskOptions { Priority = 1 });
        keeper.Open();

        // One that came before it may be in the worker's hands already.
        Assert.InRange((await high.Soon()).Turn, 1, 2);
        await Task.WhenAll([.. before, .. after]).Soon();
        Assert.Equal((2 * Many) + 2, (await low.Soon()).Turn);
    }

    [Fact]
    public async Task A_pool_that_is_closed_finishes_them()
    {
        using var keeper = new GateKeeper();
        var pool = await HeldAsync(keeper);
        var calls = Enumerable.Range(0, Many).Select(x => pool.ApplyAsync(Count, x)).ToArray();

        pool.Close();
        Assert.Throws<InvalidOperationException>(() =>
        {
            _ = pool.ApplyAsync(Count, 1);
        });
        keeper.Open();

        Assert.Equal(Many, (await Task.WhenAll(calls).Soon()).Length);
        await pool.Completion.Soon();
    }

    [Fact]
    public async Task A_pool_that_is_disposed_ends_each_of_them()
    {
        using var keeper = new GateKeeper();
        var pool = await HeldAsync(keeper);
        var failed = 0;
        var options = new TaskOptions { OnError = _ => Interlocked.Increment(ref failed) };
        var calls = Enumerable.Range(0, Many).Select(x => pool.ApplyAsync(Count, x, options)).ToArray();

        await pool.DisposeAsync().AsTask().Soon();

        foreach (var call in calls)
            Assert.Contains(
                "terminated",
                (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon())).Message,
                StringComparison.Ordinal
            );
        Assert.Equal(Many, failed);
        Assert.Equal((0, 0L, Many + 1L), (pool.GetStats().OpenCalls, pool.GetStats().QueuedItems, pool.GetStats().SettledItems));
    }

    [Fact]
    public async Task Many_callers_at_once_that_come_and_cancel_get_one_outcome_for_each_call()
    {
        using var keeper = new GateKeeper();
        var pool = await HeldAsync(keeper);
        var calls = await CallAndCancelAsync(pool);
        Assert.True(pool.GetStats().OpenCalls > 2 * 1024, "nobody had to wait in line");
        keeper.Open();
        calls.AddRange(await CallAndCancelAsync(pool));

        await Task.WhenAll(calls.Select(c => c.ContinueWith(_ => { }, TaskScheduler.Default))).Soon();

        Assert.All(calls, c => Assert.True(c.IsCompletedSuccessfully || c.IsCanceled, $"{c.Exception}"));
        Assert.Contains(calls, c => c.IsCanceled);
        Assert.Contains(calls, c => c.IsCompletedSuccessfully);
        Assert.Equal(calls.Count + 1, pool.GetStats().SettledItems);
        Assert.Equal(0, pool.GetStats().OpenCalls);
        Assert.Equal(1, pool.Apply(() => 1));
    }

    private static async Task<List<Task<int>>> CallAndCancelAsync(WorkerPool pool)
    {
        var callers = Enumerable.Range(0, 4).Select(caller => Task.Run(() => CallAndCancel(pool, caller)));
        return [.. (await Task.WhenAll(callers).Soon()).SelectMany(c => c)];
    }

    private static Task<int>[] CallAndCancel(WorkerPool pool, int seed)
    {
        var random = new Random(seed);
        var calls = new List<Task<int>>();
        for (var round = 0; round < 10; round++)
        {
            using var source = new CancellationTokenSource();
            for (var i = 0; i < 200; i++)
                calls.Add(pool.ApplyAsync(x => x, i, ct: random.Next(2) == 0 ? source.Token : default));
            source.Cancel();
        }

        return [.. calls];
    }

    /// <summary>A pool whose only worker waits at the gate.</summary>
    private async Task<WorkerPool> HeldAsync(GateKeeper keeper)
    {
        var gate = keeper.Gate;
        var pool = NewPool(new PoolSetup { Workers = 1 });
        _ = pool.ApplyAsync(() => gate.Pass()).ContinueWith(_ => { }, TaskScheduler.Default);
        await Patience.Until(() => keeper.SomebodyWaits, "the worker stands at the gate");
        return pool;
    }

    private static long WaitingOf(PoolStats stats) => stats.QueuedItems + stats.AssignedItems - 1;

    /// <summary>The argument, and the how manieth call of this worker it is.</summary>
    private static (int Argument, int Turn) Count(int argument) =>
        (argument, (int)WorkerContext.Current!.State.AddOrUpdate("turns", 1, (_, turns) => (int)turns! + 1)!);

    private static int PassAt((Gate Gate, int Argument, int At) call)
    {
        if (call.Argument == call.At)
            call.Gate.Pass();
        return call.Argument;
    }

    private static int FailThirds(int argument) => argument % 3 == 0 ? throw new FormatException($"no {argument}") : argument;
}

/// <summary>Processes.</summary>
public sealed class ProcessBacklogSpecs(KindFixture<ProcessKind> shared) : BacklogContract<ProcessKind>(shared);

/// <summary>Threads.</summary>
public sealed class ThreadBacklogSpecs(KindFixture<ThreadKind> shared) : BacklogContract<ThreadKind>(shared);

/// <summary>Threads that get copies.</summary>
public sealed class CopyingThreadBacklogSpecs(KindFixture<CopyingThreadKind> shared) : BacklogContract<CopyingThreadKind>(shared);
