using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Seeds;

/// <summary>Full queues, pools without workers, callbacks that go on: the second half of <see cref="ThreadpoolSpecs"/>.</summary>
public sealed class ThreadpoolEdgeSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Fact]
    public async Task TP_12_A_full_queue_takes_nothing_until_there_is_room()
    {
        using var keeper = new GateKeeper();
        var pool = NewPool();
        var requests = new RequestQueue(pool, 2);
        List<int> results = [];
        requests.Put(keeper.Gate.PassAs, 0, results.Add);
        requests.Put(x => x, 1, results.Add);
        var third = Request.Create(x => x, 2, (_, x) => results.Add(x));
        using var stop = new CancellationTokenSource();

        Assert.False(requests.TryPut(third));
        Assert.False(requests.TryPut(third, TimeSpan.FromMilliseconds(50)));
        var waits = requests.PutAsync(third, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits.Soon());
        Assert.Equal(2, requests.Count);

        waits = requests.PutAsync(third);
        Assert.False(waits.IsCompleted);
        using (var visit = await keeper.NextAsync())
            visit.Let();
        await waits.Soon();
        requests.Wait();

        Assert.Equal([0, 1, 2], results);
    }

    [Fact]
    public void TP_13_Putting_without_polling_never_locks_itself_out()
    {
        var requests = new RequestQueue(Pool, 1);
        List<int> results = [];

        for (var i = 0; i < 10; i++)
            requests.Put(x => x, i, results.Add);
        requests.Wait();

        Assert.Equal(Enumerable.Range(0, 10), results.Order());
    }

    [Fact]
    public async Task TP_14_Without_workers_a_wait_says_so_and_with_one_it_goes_on()
    {
        var pool = NewPool();
        await pool.ResizeAsync(0).Soon();
        var requests = new RequestQueue(pool, 1);
        var result = 0;
        requests.Put(x => x, 4, x => result = x);

        Assert.Throws<NoWorkersAvailableException>(() => requests.Wait());
        Assert.Throws<NoWorkersAvailableException>(() => requests.Poll(block: true));
        Assert.Throws<NoWorkersAvailableException>(() => requests.Put(x => x, 5));
        await Assert.ThrowsAsync<NoWorkersAvailableException>(() => requests.WaitAsync());
        Assert.Equal(0, requests.Poll());

        await pool.ResizeAsync(1).Soon();
        requests.Wait();
        Assert.Equal(4, result);
    }

    [Fact]
    public async Task TP_14_A_wait_notices_that_the_last_worker_goes()
    {
        using var keeper = new GateKeeper();
        var pool = NewPool();
        var requests = new RequestQueue(pool);
        List<int> results = [];
        requests.Put(keeper.Gate.PassAs, 0, results.Add);
        requests.Put(x => x, 1, results.Add);
        using var visit = await keeper.NextAsync();
        var waits = Task.Run(() => requests.Wait());
        var shrinks = pool.ResizeAsync(0);
        await Patience.Until(() => pool.GetStats().QueuedItems == 1, "what was in its pipe is back");

        visit.Let();

        await Assert.ThrowsAsync<NoWorkersAvailableException>(() => waits.Soon());
        await shrinks.Soon();
        Assert.Equal([0], results);
        await pool.ResizeAsync(1).Soon();
        requests.Wait();
        Assert.Equal([0, 1], results);
    }

    [Fact]
    public async Task TP_15_Dismissing_all_workers_keeps_what_waits()
    {
        using var keeper = new GateKeeper();
        var pool = NewPool(2);
        var requests = new RequestQueue(pool);
        List<int> results = [];
        for (var i = 0; i < 6; i++)
            requests.Put(keeper.Gate.PassAs, i, results.Add);
        using var first = await keeper.NextAsync();
        using var second = await keeper.NextAsync();
        var shrinks = pool.ResizeAsync(0);
        await Patience.Until(() => pool.GetStats().QueuedItems == 4, "what was in their pipes is back");
        first.Let();
        second.Let();
        await shrinks.Soon();

        await Patience.Until(() => requests.GetStats().Ready == 2, "two results are ready");
        Assert.Equal(4, requests.GetStats().Pending);

        keeper.Open();
        await pool.ResizeAsync(2).Soon();
        requests.Wait();
        Assert.Equal(Enumerable.Range(0, 6), results.Order());
    }

    [Fact]
    public async Task TP_16_TP_17_More_workers_than_there_are_cannot_be_dismissed_and_the_idle_go_at_once()
    {
        var pool = NewPool(2);
        await pool.WarmUpAsync().Soon();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => pool.ResizeAsync(-1));
        await pool.ResizeAsync(0).Soon();

        Assert.Empty(pool.GetStats().Workers);
        Assert.Empty(Alive());
    }

    [Fact]
    public async Task TP_18_A_worker_that_is_dismissed_changes_no_order()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool();
        await pool.ResizeAsync(0).Soon();
        var requests = new RequestQueue(pool);
        List<int> results = [];
        for (var i = 0; i < 3; i++)
            requests.Put(x => Note(ledger, x), i, results.Add);

        await pool.ResizeAsync(1).Soon();
        await requests.WaitAsync().Soon();

        Assert.Equal(["0", "1", "2"], ledger.Read());
        Assert.Equal([0, 1, 2], results);
    }

    [Fact]
    public void TP_19_A_callback_may_put_the_next_request_and_wait_for_others()
    {
        var requests = new RequestQueue(Pool);
        List<int> results = [];
        var nested = false;

        requests.Put(x => x, 0, Next);
        requests.Wait();
        requests.Put(
            x => x,
            9,
            _ =>
            {
                requests.Put(x => x, 10, results.Add);
                requests.Wait();
                nested = results[^1] == 10;
            }
        );
        requests.Wait();

        Assert.Equal([0, 1, 2, 3, 10], results);
        Assert.True(nested);

        void Next(int x)
        {
            results.Add(x);
            if (x < 3)
                requests.Put(y => y + 1, x, Next);
        }
    }

    [Fact]
    public void TP_20_Callbacks_run_on_the_thread_that_polls()
    {
        var requests = new RequestQueue(Pool);
        List<Thread> threads = [];

        for (var i = 0; i < 5; i++)
            requests.Put(
                _ => Environment.ProcessId,
                i,
                (_, pid) =>
                {
                    Assert.NotEqual(Environment.ProcessId, pid);
                    threads.Add(Thread.CurrentThread);
                }
            );
        requests.Wait();

        Assert.Equal(5, threads.Count);
        Assert.All(threads, t => Assert.Same(Thread.CurrentThread, t));
    }

    [Fact]
    public void TP_21_A_tree_of_files_is_hashed_while_it_is_walked()
    {
        using var folder = new ScratchFolder();
        for (var i = 0; i < 40; i++)
            File.WriteAllText(folder.In($"{i}"), new string('x', i));
        var requests = new RequestQueue(Pool, 5);
        Dictionary<string, string> hashes = [];

        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(folder.In("0"))!))
        {
            requests.Put(
                Request.Create(
                    ThreadpoolJobs.Hash,
                    file,
                    (r, h) => hashes.Add((string)r.Tag!, h),
                    options: new RequestOptions { Tag = file }
                )
            );
            requests.TryPoll();
        }

        requests.Wait();

        Assert.Equal(40, hashes.Count);
        Assert.All(hashes, h => Assert.Equal(ThreadpoolJobs.Hash(h.Key), h.Value));
    }

    [Fact]
    public async Task A_pool_that_ends_leaves_no_request_pending()
    {
        using var keeper = new GateKeeper();
        var pool = NewPool();
        var requests = new RequestQueue(pool);
        List<Exception> errors = [];
        for (var i = 0; i < 3; i++)
            requests.Put(keeper.Gate.PassAs, i, _ => { }, errors.Add);
        using var visit = await keeper.NextAsync();

        await pool.DisposeAsync();
        requests.Wait();

        Assert.Equal(3, errors.Count);
        Assert.All(errors, e => Assert.IsAssignableFrom<OperationCanceledException>(e));
        Assert.Throws<ObjectDisposedException>(() => requests.Put(x => x, 1));
        Assert.Equal(0, requests.Count);
    }

    [Fact]
    public async Task Requests_of_a_higher_priority_go_first()
    {
        using var keeper = new GateKeeper();
        var pool = NewPool();
        var requests = new RequestQueue(pool);
        List<int> results = [];
        requests.Put(keeper.Gate.PassAs, 0, results.Add);
        using var visit = await keeper.NextAsync();
        foreach (var (x, priority) in new[] { (1, 0), (2, 5), (3, 0), (4, 9) })
            requests.Put(y => y, x, results.Add, options: new RequestOptions { Priority = priority });

        visit.Let();
        requests.Wait();

        // One may be in the pipe already when the more urgent ones come.
        Assert.Equal([4, 2, 3], results.Where(x => x is not (0 or 1)));
    }

    [Fact]
    public void What_is_wrong_with_a_request_is_thrown_where_it_is_put()
    {
        var requests = new RequestQueue(Pool);
        using var stream = new MemoryStream();

        Assert.Throws<NotTransferableException>(() => requests.Put(_ => stream.Length, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Request.Create(x => x, 1, options: new RequestOptions { Retries = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestQueue(Pool, 0));
        Assert.Throws<ArgumentNullException>(() => new RequestQueue(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => requests.Wait(TimeSpan.FromSeconds(-2)));
        Assert.Equal(0, requests.Count);
    }

    private static int Note(Ledger ledger, int x)
    {
        ledger.Note($"{x}");
        return x;
    }
}
