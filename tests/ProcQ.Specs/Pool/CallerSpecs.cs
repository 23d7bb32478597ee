using System.Collections.Concurrent;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Who calls, from where, and how many of them.</summary>
public sealed class CallerSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Fact]
    public async Task Many_callers_at_once_each_get_their_own()
    {
        var callers = Enumerable
            .Range(0, 8)
            .Select(c =>
                Task.Factory.StartNew(
                    () =>
                    {
                        for (var round = 0; round < 10; round++)
                        {
                            var add = c * 1000;
                            Assert.Equal(Enumerable.Range(add, 50), Pool.Map(x => x + add, Enumerable.Range(0, 50)));
                        }
                    },
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
            );

        await Task.WhenAll(callers).Soon();
    }

    [Fact]
    public async Task All_kinds_of_calls_go_on_side_by_side()
    {
        var applies = Enumerable.Range(0, 10).Select(i => Pool.ApplyAsync(x => Slowly(x * 7), i)).ToArray();
        using var ordered = Pool.Imap(x => Slowly(x + 8), Enumerable.Range(0, 10));
        using var unordered = Pool.ImapUnordered(x => Slowly(x + 8), Enumerable.Range(0, 10));
        var map = Pool.MapAsync(x => Slowly(x * 7), Enumerable.Range(0, 10));

        Assert.Equal(Enumerable.Range(8, 10), ordered);
        Assert.Equal(Enumerable.Range(8, 10), unordered.Order());
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i * 7), await map.Soon());
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i * 7), await Task.WhenAll(applies).Soon());
    }

    [Fact]
    public async Task Ten_thousand_single_calls_in_flight_all_end()
    {
        var tasks = Enumerable.Range(0, 10_000).Select(i => Pool.ApplyAsync(x => x + 1, i)).ToArray();

        Assert.Equal(Enumerable.Range(1, 10_000), await Task.WhenAll(tasks).Soon());
    }

    [Fact]
    public void A_thread_with_a_synchronization_context_of_its_own_cannot_deadlock()
    {
        var pool = NewPool(1);
        var results = new List<int>();

        SingleThread.Run(async () =>
        {
            // Blocking calls on the only thread that could run continuations.
            results.Add(pool.Apply(() => 1));
            results.Add(pool.Apply(async () => await Task.FromResult(2)));
            results.AddRange(pool.Map(x => x, new[] { 3, 4 }));
            results.AddRange(pool.Imap(x => x, new[] { 5 }));
            results.Add(pool.ApplyAsync(() => 6).GetAwaiter().GetResult());
            results.AddRange(pool.MapAsync(x => x, new[] { 7 }).GetAwaiter().GetResult());
            // And then what is awaited comes back to it.
            var thread = Environment.CurrentManagedThreadId;
            results.Add(await pool.ApplyAsync(() => 8));
            await foreach (var x in pool.Imap(x => x, new[] { 9 }))
                results.Add(x);
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            pool.Dispose();
        });

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], results);
    }

    [Fact]
    public void An_input_that_is_awaited_under_a_synchronization_context_is_read_elsewhere()
    {
        var contexts = new ConcurrentQueue<SynchronizationContext?>();
        int[] results = [];

        SingleThread.Run(() =>
        {
            results = Pool.MapAsync(x => x, Items()).GetAwaiter().GetResult();
            return Task.CompletedTask;
        });

        Assert.Equal([0, 1, 2], results);
        Assert.All(contexts, Assert.Null);

        async IAsyncEnumerable<int> Items()
        {
            for (var i = 0; i < 3; i++)
            {
                contexts.Enqueue(SynchronizationContext.Current);
                await Task.Yield();
                yield return i;
            }
        }
    }

    [Fact]
    public void A_function_that_starves_the_thread_pool_of_its_worker_still_ends()
    {
        var pool = NewPool(1);

        var result = pool.Apply(() =>
        {
            ThreadPool.GetMinThreads(out var threads, out _);
            var block = new ManualResetEventSlim();
            for (var i = 0; i < threads * 20; i++)
                ThreadPool.QueueUserWorkItem(_ => block.Wait());
            return "done";
        });

        Assert.Equal("done", result);
        // The threads are still blocked.
        Assert.Equal([0, 1, 2], pool.Map(x => x, Enumerable.Range(0, 3)));
        Assert.Throws<WorkerLostException>(() => pool.Apply(Crimes.Commit, Crime.Kill9));
    }

    [Fact]
    public void A_worker_can_have_a_pool_of_its_own()
    {
        var pool = NewPool(1);

        var (sum, inner, outer) = pool.Apply(() =>
        {
            using var nested = new ProcessPool(1);
            var sum = nested.Map(x => x * x, Enumerable.Range(0, 10)).Sum();
            return (sum, nested.Apply(() => Environment.ProcessId), Environment.ProcessId);
        });

        Assert.Equal(285, sum);
        Assert.NotEqual(inner, outer);
        Assert.False(Processes.IsAlive(inner));
        Assert.Equal([outer], Alive());
    }

    [Fact]
    public async Task A_pool_in_a_worker_that_is_killed_leaves_nobody_behind()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(1);
        var task = pool.ApplyAsync(() =>
        {
            using var nested = new ProcessPool(1);
            return nested.Apply(() =>
            {
                gate.Pass();
                return 1;
            });
        });
        using var visit = await keeper.NextAsync();
        var worker = pool.GetStats().Workers[0].ProcessId;
        Assert.NotEqual(worker, visit.ProcessId);

        Crimes.KillProcess(worker);

        await Assert.ThrowsAsync<WorkerLostException>(() => task.Soon());
        await Patience.Until(() => !Processes.IsAlive(visit.ProcessId), "the nested worker is gone");
    }

    private static int Slowly(int x)
    {
        Thread.Sleep(x % 3 * 5);
        return x;
    }
}
