using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Queues;

/// <summary>Queues between many processes at once, at their limits.</summary>
public class QueueSpecs : PoolSpec
{
    [Fact]
    public async Task Eight_readers_and_eight_writers_lose_and_double_nothing()
    {
        const int Each = 20_000;
        using var queue = new MsgQueue<int>(new MsgQueueOptions { Capacity = 1000 });
        var pool = NewPool(8);
        await pool.WarmUpAsync().Soon();
        var near = Enumerable.Range(0, 4).Select(_ => Task.Run(() => queue.Select(message => message.Data).ToArray()));
        // Four workers write, four read; here as well.
        var far = Enumerable.Range(0, 4).Select(_ => pool.ApplyAsync(q => q.Select(message => message.Data).ToArray(), queue));
        var readers = near.Concat(far).ToArray();
        var writers = Enumerable
            .Range(0, 8)
            .Select(w =>
                w < 4 ? pool.ApplyAsync(q => PutAll(q, w * Each, Each), queue) : Task.Run(() => PutAll(queue, w * Each, Each))
            )
            .ToArray();

        await Task.WhenAll(writers).Soon();
        queue.End();
        var read = await Task.WhenAll(readers).Soon();

        Assert.Equal(Enumerable.Range(0, 8 * Each), read.SelectMany(one => one).Order());
    }

    [Fact]
    public void A_queue_of_one_place_serves_three_writers()
    {
        const int Each = 200;
        using var queue = new MsgQueue<int>(new MsgQueueOptions { Capacity = 1 });
        var writers = Enumerable
            .Range(0, 3)
            .Select(w => Worker.Run((q, first) => PutAll(q, first, Each), queue, w * Each))
            .ToArray();

        var read = queue.Take(3 * Each).Select(message => message.Data).Order().ToArray();

        Assert.Equal(Enumerable.Range(0, 3 * Each), read);
        Assert.All(writers, writer => writer.Join());
        Assert.All(writers, writer => Assert.Equal(0, writer.ExitCode));
    }

    [Fact]
    public async Task What_a_worker_had_read_ahead_when_it_disposed_of_the_queue_goes_to_others()
    {
        using var queue = new MsgQueue<int>();
        var pool = NewPool(1);
        foreach (var i in Enumerable.Range(0, 3000))
            queue.Put(i);

        var taken = await pool.ApplyAsync(q => TakeFew(q, 700), queue).Soon();
        queue.End();

        Assert.Equal(Enumerable.Range(0, 3000), taken.Concat(queue.Select(message => message.Data)).Order());
    }

    [Fact]
    public async Task What_a_worker_held_back_when_it_stopped_sorting_comes_back_in_order()
    {
        using var queue = new MsgQueue<int>();
        var pool = NewPool(1);
        foreach (var i in new[] { 0, 2, 3, 1, 4 })
            queue.Put(i, order: i);

        var taken = await pool.ApplyAsync(q => q.Sorted().Take(2).Select(message => message.Data).ToArray(), queue).Soon();
        var left = await Task.Run(() => queue.Take(3).Select(message => message.Data).ToArray()).Soon();

        Assert.Equal([0, 1], taken);
        Assert.Equal([2, 3, 4], left);
    }

    [Fact]
    public async Task All_who_ask_for_all_items_at_once_get_all_of_them()
    {
        using var queue = new MsgQueue<int>(QueueKind.Thread);
        foreach (var i in Enumerable.Range(0, 10_000))
            queue.Put(i);
        using var start = new Barrier(4);

        var read = await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(_ =>
                        Task.Factory.StartNew(
                            () =>
                            {
                                start.SignalAndWait();
                                return queue.Items(cache: true).Select(message => message.Data).ToArray();
                            },
                            TaskCreationOptions.LongRunning
                        )
                    )
            )
            .Soon();

        Assert.All(read, one => Assert.Equal(Enumerable.Range(0, 10_000), one));
    }

    [Fact]
    public async Task A_slow_reader_keeps_nothing_from_the_others()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        using var queue = new MsgQueue<int>();
        var pool = NewPool(2);
        for (var i = 0; i < 5000; i++)
            queue.Put(i);
        var slow = pool.ApplyAsync(q => CountUntil(q, 2000, gate), queue);
        using var visit = await keeper.NextAsync();

        var fast = pool.ApplyAsync(q => q.Take(2999).Count(), queue);

        Assert.Equal(2999, await fast.Soon());
        queue.End();
        visit.Let();
        Assert.Equal(2001, await slow.Soon());
    }

    [Fact]
    public async Task Capacity_holds_for_writers_of_every_process()
    {
        using var queue = new MsgQueue<int>(new MsgQueueOptions { Capacity = 3 });
        var pool = NewPool(2);
        var far = Enumerable.Range(0, 2).Select(_ => pool.ApplyAsync(q => PutAll(q, 0, 10), queue)).ToArray();
        await Patience.Until(() => queue.Count == 3, "the queue is full");
        using var stop = new CancellationTokenSource();
        var near = queue.PutAsync(99, ct: stop.Token);

        Assert.False(queue.TryPut(99));
        Assert.Equal(3, queue.Count);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => near.Soon());
        var read = queue.Take(20).Select(message => message.Data).ToArray();
        await Task.WhenAll(far).Soon();
        Assert.Equal(Enumerable.Range(0, 10).SelectMany(i => new[] { i, i }), read.Order());
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task Waits_can_be_cancelled_everywhere()
    {
        using var queue = new MsgQueue<int>(new MsgQueueOptions { Capacity = 1 });
        queue.Put(1);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.ThrowsAny<OperationCanceledException>(() => queue.Put(2, ct: stop.Token));
        Assert.Equal(
            (true, true),
            NewPool(1)
                .Apply(
                    async q =>
                    {
                        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
                        var put = await Record.ExceptionAsync(() => q.PutAsync(2, ct: soon.Token));
                        var one = q.First().Data;
                        var read = Record.Exception(() => q.ReadAll(soon.Token).Count());
                        return (put is OperationCanceledException && one == 1, read is OperationCanceledException);
                    },
                    queue
                )
        );
        await foreach (var message in Ended(queue))
            Assert.Fail($"{message} is too much.");
    }

    [Fact]
    public void What_cannot_travel_is_refused_before_anything_is_sent()
    {
        using var queue = new MsgQueue<object>(new MsgQueueOptions { MaxMessageBytes = 1024 });
        using var threads = new MsgQueue<object>(QueueKind.Thread);
        using var stream = new MemoryStream();

        Assert.Throws<NotTransferableException>(() => queue.Put(stream));
        Assert.Contains("1024", Assert.Throws<NotTransferableException>(() => queue.Put(new byte[2000])).Message);
        Assert.Equal(0, queue.Count);
        threads.Put(stream);
        Assert.Same(stream, threads.First().Data);
        var error = Assert.Throws<NotTransferableException>(() => NewPool(1).Apply(q => q.Count, threads));
        Assert.Contains("queue of threads", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MsgQueue<int>(new MsgQueueOptions { Capacity = 0 }));
        Assert.Throws<ArgumentNullException>(() => queue.Put(1, kind: null!));
    }

    [Fact]
    public void A_queue_comes_back_as_itself_and_takes_another_codec_along()
    {
        using var queue = new MsgQueue<string>(new MsgQueueOptions { PayloadCodec = () => new JsonCodec() });

        var back = NewPool(1)
            .Apply(() =>
            {
                queue.Put("there");
                return queue;
            });
        back.Put("here");

        // Each has its own way here, so either may be first.
        Assert.Equal(["here", "there"], queue.Items().Select(message => message.Data).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_pool_that_is_ended_with_its_results_has_put_everything()
    {
        for (var round = 0; round < 5; round++)
        {
            using var queue = new MsgQueue<int>();
            using (var pool = new ProcessPool(1))
                pool.Map(
                    x =>
                    {
                        queue.Put(x);
                        return x;
                    },
                    Enumerable.Range(0, 500)
                );

            Assert.Equal(500, queue.Items().Count());
        }
    }

    private static int PutAll(MsgQueue<int> queue, int first, int count)
    {
        for (var i = first; i < first + count; i++)
            queue.Put(i);
        return count;
    }

    private static int[] TakeFew(MsgQueue<int> queue, int count)
    {
        int[] taken = [.. queue.Take(count).Select(message => message.Data)];
        queue.Dispose();
        return taken;
    }

    private static int CountUntil(MsgQueue<int> queue, int last, Gate gate)
    {
        var count = 0;
        foreach (var message in queue)
        {
            count++;
            if (message.Data == last)
                gate.Pass();
        }

        return count;
    }

    private static MsgQueue<int> Ended(MsgQueue<int> queue)
    {
        queue.End();
        return queue;
    }
}
