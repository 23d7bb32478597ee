using ProcQ.Specs.Support;

namespace ProcQ.Specs.Pool;

/// <summary>What a pool says of itself.</summary>
public sealed class StatsSpecs : PoolSpec
{
    [Fact]
    public async Task A_new_pool_starts_its_workers_by_itself()
    {
        var pool = NewPool(3);
        Assert.Equal(3, pool.GetStats().Workers.Count);

        await pool.WarmUpAsync().Soon();

        var stats = pool.GetStats();
        Assert.Equal([0, 1, 2], stats.Workers.Select(w => w.WorkerId));
        Assert.All(stats.Workers, w => Assert.Equal((WorkerActivity.Idle, 0L, 0L), (w.Activity, w.Done, w.Restarts)));
        Assert.Equal(Alive().Order(), stats.Workers.Select(w => w.ProcessId).Order());
        Assert.Equal((0, 0L, 0L, 0L), (stats.OpenCalls, stats.QueuedItems, stats.AssignedItems, stats.SettledItems));
    }

    [Fact]
    public async Task What_waits_what_runs_and_what_is_done_is_counted()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(2);
        Assert.Equal([0, 1, 2], pool.Map(x => x, Enumerable.Range(0, 3)));
        var calls = Enumerable.Range(0, 10).Select(_ => pool.ApplyAsync(() => gate.Pass())).ToArray();
        using var one = await keeper.NextAsync();
        using var two = await keeper.NextAsync();

        var busy = pool.GetStats();
        Assert.Equal(10, busy.OpenCalls);
        Assert.Equal(3, busy.SettledItems);
        Assert.Equal(10, busy.QueuedItems + busy.AssignedItems);
        Assert.InRange(busy.AssignedItems, 2, 4);
        Assert.All(busy.Workers, w => Assert.Equal(WorkerActivity.Busy, w.Activity));
        Assert.Equal([one.ProcessId, two.ProcessId], busy.Workers.Select(w => w.ProcessId).OrderBy(p => p != one.ProcessId));

        keeper.Open();
        one.Let();
        two.Let();
        await Task.WhenAll(calls).Soon();
        var idle = pool.GetStats();
        Assert.Equal((0, 0L, 0L, 13L), (idle.OpenCalls, idle.QueuedItems, idle.AssignedItems, idle.SettledItems));
        Assert.Equal(13, idle.Workers.Sum(w => w.Done));
        // The snapshot of before has not changed.
        Assert.Equal(10, busy.OpenCalls);
    }

    [Fact]
    public async Task It_can_be_asked_at_any_time()
    {
        var pool = NewPool(1);
        var asking = Task.Run(() =>
        {
            var asked = 0;
            while (!pool.Completion.IsCompleted)
            {
                Assert.Single(pool.GetStats().Workers);
                asked++;
            }

            return asked;
        });

        Assert.Equal(Enumerable.Range(0, 5000), pool.Map(x => x, Enumerable.Range(0, 5000)));
        await pool.DisposeAsync();

        Assert.NotEqual(0, await asking.Soon());
        Assert.Equal(WorkerActivity.Gone, Assert.Single(pool.GetStats().Workers).Activity);
    }
}
