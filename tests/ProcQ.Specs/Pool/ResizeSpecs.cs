using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>A pool gets more workers or fewer while it works.</summary>
public sealed class ResizeSpecs : PoolSpec
{
    [Fact]
    public async Task It_grows_and_shrinks()
    {
        var pool = NewPool(2);

        await pool.ResizeAsync(5).Soon();
        Assert.Equal([0, 1, 2, 3, 4], pool.GetStats().Workers.Select(w => w.WorkerId));
        Assert.Equal(5, Alive().Count);

        await pool.ResizeAsync(1).Soon();
        Assert.Equal([0], pool.GetStats().Workers.Select(w => w.WorkerId));
        Assert.Single(Alive());
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    [Fact]
    public async Task New_workers_take_work_that_waits()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(1);
        var all = pool.MapAsync(x => Pass(gate, x), Enumerable.Range(0, 3));
        using var one = await keeper.NextAsync();

        var resized = pool.ResizeAsync(3);

        using var two = await keeper.NextAsync();
        using var three = await keeper.NextAsync();
        await resized.Soon();
        Assert.Equal(3, new[] { one, two, three }.Select(v => v.ProcessId).Distinct().Count());
        keeper.Open();
        one.Let();
        two.Let();
        three.Let();
        await all.Soon();
    }

    [Fact]
    public async Task A_worker_that_is_too_many_finishes_the_item_it_is_in_and_begins_no_other()
    {
        using var keeper = new GateKeeper();
        using var folder = new ScratchFolder();
        var (gate, ledger) = (keeper.Gate, new Ledger(folder.In("ledger")));
        var pool = NewPool(2);
        var all = pool.MapAsync(x => PassAndNote(gate, ledger, x), Enumerable.Range(0, 20), new MapOptions { ChunkSize = 5 });
        using var one = await keeper.NextAsync();
        using var two = await keeper.NextAsync();
        var surplus = pool.GetStats().Workers[1].ProcessId;
        var (stays, goes) = one.ProcessId == surplus ? (two, one) : (one, two);

        var resized = pool.ResizeAsync(1);
        Assert.False(resized.IsCompleted);
        goes.Let();
        await resized.Soon();

        Assert.False(Processes.IsAlive(surplus));
        stays.Let();
        keeper.Open();
        Assert.Equal(Enumerable.Range(0, 20), await all.Soon());
        Assert.Equal(20, ledger.Read().Length);
        Assert.Single(ledger.Read(), l => l.EndsWith($"/{surplus}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_no_worker_it_pauses_and_keeps_what_comes()
    {
        var pool = NewPool(2);
        await pool.ResizeAsync(0).Soon();
        Assert.Empty(Alive());

        var (one, many) = (pool.ApplyAsync(() => 1), pool.MapAsync(x => x, Enumerable.Range(0, 100)));
        await Patience.Until(() => pool.GetStats() is { OpenCalls: 2, QueuedItems: > 1 }, "what came is accepted");
        Assert.Empty(Alive());

        await pool.ResizeAsync(2).Soon();
        Assert.Equal(1, await one.Soon());
        Assert.Equal(Enumerable.Range(0, 100), await many.Soon());
    }

    [Fact]
    public async Task A_paused_pool_that_is_closed_finishes_what_it_has_accepted()
    {
        var pool = NewPool(2);
        await pool.ResizeAsync(0).Soon();
        var task = pool.ApplyAsync(() => 7);

        pool.Close();

        Assert.True(pool.Join(Patience.Limit));
        Assert.Equal(7, await task.Soon());
    }

    [Fact]
    public async Task A_paused_pool_can_be_disposed()
    {
        var pool = NewPool(2);
        await pool.ResizeAsync(0).Soon();
        var task = pool.ApplyAsync(() => 7);

        await pool.DisposeAsync().AsTask().Soon();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon());
    }

    [Fact]
    public async Task J19_ResizeDuringLoad_sizes_changed_under_load_lose_nothing_and_the_last_one_holds()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 2 });
        var sums = Enumerable.Range(0, 4).Select(k => pool.MapAsync(x => x + k, Enumerable.Range(0, 3_000))).ToArray();
        var single = Enumerable.Range(0, 200).Select(i => pool.ApplyAsync(x => x, i)).ToArray();

        Task last = Task.CompletedTask;
        foreach (var size in (int[])[4, 1, 0, 3, 0, 2, 5, 1, 2])
        {
            last = pool.ResizeAsync(size);
            await Task.WhenAny(last, Task.Delay(30));
        }

        await last.Soon();
        for (var k = 0; k < sums.Length; k++)
            Assert.Equal(Enumerable.Range(k, 3_000), await sums[k].Soon());
        Assert.Equal(Enumerable.Range(0, 200), await Task.WhenAll(single).Soon());
        Assert.Equal([0, 1], pool.GetStats().Workers.Select(w => w.WorkerId));
    }

    [Fact]
    public async Task Bad_sizes_and_closed_pools_are_refused()
    {
        var pool = NewPool(1);

        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => pool.ResizeAsync(-1));
        Assert.Equal("workers", error.ParamName);
        pool.Close();
        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.ResizeAsync(2));
        await pool.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.ResizeAsync(2));
    }

    [Fact]
    public async Task The_wait_for_a_new_size_can_be_given_up()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(1);
        var task = pool.ApplyAsync(() => gate.Pass());
        using var visit = await keeper.NextAsync();
        using var enough = new CancellationTokenSource();

        var resized = pool.ResizeAsync(0, enough.Token);
        await enough.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resized.Soon());
        Assert.Equal(enough.Token, error.CancellationToken);
        visit.Let();
        await task.Soon();
        await Patience.Until(() => Alive().Count == 0, "the change stays");
    }

    private static int Pass(Gate gate, int x)
    {
        gate.Pass();
        return x;
    }

    private static int PassAndNote(Gate gate, Ledger ledger, int x)
    {
        gate.Pass();
        ledger.Note($"{x}/{Environment.ProcessId}");
        return x;
    }
}
