using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Queues;

/// <summary>Who uses a queue dies, or the queue does.</summary>
public class QueueDeathSpecs : PoolSpec
{
    [Fact]
    public void What_a_killed_reader_held_goes_to_the_next_one_in_order()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        using var queue = new MsgQueue<int>();
        foreach (var i in Enumerable.Range(0, 2000))
            queue.Put(i);
        // Fast at first, so that it is sent many ahead; then it stays with one.
        var reader = Worker.Run(q => ReadUntil(q, 1000, gate), queue);
        using (keeper.Next())
            Crimes.KillProcess(reader.ProcessId);
        reader.Join();
        queue.End();

        // What it had finished is gone; what it had in its hands comes again, and all behind it.
        Assert.Equal(Enumerable.Range(1000, 1000), queue.Select(message => message.Data));
        Assert.Equal(137, reader.ExitCode);
    }

    [Fact]
    public async Task A_message_that_kills_its_readers_is_lost_after_as_many_as_were_allowed()
    {
        using var queue = new MsgQueue<int>(new MsgQueueOptions { Redeliveries = 1 });
        var lost = new TaskCompletionSource<Msg<int>>();
        queue.Lost += message => lost.TrySetResult(message);
        queue.Put(13, "bad", 7);
        queue.Put(14);

        for (var i = 0; i < 2; i++)
        {
            var reader = Worker.Run(ExitByFirst, queue);
            reader.Join();
            Assert.Equal(13, reader.ExitCode);
        }

        Assert.Equal(new Msg<int>(13, "bad", 7), await lost.Task.Soon());
        Assert.Equal([14], queue.Items().Select(message => message.Data));
    }

    [Fact]
    public async Task A_reader_stays_until_what_others_hold_is_done_or_comes_back()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        using var queue = new MsgQueue<int>();
        using var results = new MsgQueue<int>();
        queue.Put(1);
        var first = Worker.Run(q => ReadUntil(q, 1, gate), queue);
        using (keeper.Next())
        {
            queue.End();
            var second = Worker.Run((q, r) => r.Put(q.Sum(message => message.Data)), queue, results);
            _ = second.ProcessId;
            Crimes.KillProcess(first.ProcessId);
            await second.Completion.Soon();
        }

        Assert.Equal([1], results.Items().Select(message => message.Data));
    }

    [Fact]
    public void What_a_killed_writer_has_put_is_in()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        using var queue = new MsgQueue<int>(new MsgQueueOptions { Capacity = 50 });
        var writer = Worker.Run(
            q =>
            {
                for (var i = 0; ; i++)
                {
                    if (i == 1000)
                    {
                        // Who is told how many wait has handed over all that it put before.
                        _ = q.Count;
                        gate.Announce();
                    }

                    q.Put(i);
                }
            },
            queue
        );
        using var messages = queue.GetEnumerator();
        var read = 0;
        while (keeper.Announced == 0 && messages.MoveNext())
            Assert.Equal(read++, messages.Current.Data);

        Crimes.KillProcess(writer.ProcessId);
        writer.Join();
        queue.End();
        while (messages.MoveNext())
            Assert.Equal(read++, messages.Current.Data);

        Assert.InRange(read, 1000, 1000 + 50 + 50);
    }

    [Fact]
    public async Task Who_waits_at_a_queue_whose_process_dies_is_told()
    {
        using var addresses = new MsgQueue<MsgQueue<int>>();
        var owner = Worker.Run(
            to =>
            {
                using var mine = new MsgQueue<int>(new MsgQueueOptions { Capacity = 1 });
                mine.Put(1);
                to.Put(mine);
                new ManualResetEvent(false).WaitOne();
            },
            addresses
        );
        var queue = addresses.First().Data;
        Assert.Equal((1, 1), (queue.Count, queue.Capacity));
        Assert.False(queue.TryPut(2));
        var writing = queue.PutAsync(2);
        Assert.Equal(1, queue.First().Data);
        await writing.Soon();
        Assert.Equal(2, queue.First().Data);
        var reading = Task.Run(() => queue.Sum(message => message.Data));

        owner.Kill();

        var error = await Assert.ThrowsAsync<QueueLostException>(() => reading.Soon());
        Assert.Equal(owner.ProcessId, error.ProcessId);
        Assert.Throws<QueueLostException>(() => queue.Put(3));
        owner.Join();
    }

    [Fact]
    public async Task A_queue_that_is_disposed_of_tells_everybody_and_leaves_nothing()
    {
        var queue = new MsgQueue<int>(new MsgQueueOptions { Capacity = 1 });
        var pool = NewPool(2);
        queue.Put(1);
        var far = pool.ApplyAsync(q => q.Sum(message => message.Data), queue);
        await Patience.Until(() => queue.Count == 0, "the worker reads");
        var near = Task.Run(() => queue.Sum(message => message.Data));
        var full = new MsgQueue<int>(new MsgQueueOptions { Capacity = 1 });
        full.Put(1);
        var writing = full.PutAsync(2);

        queue.Dispose();
        full.Dispose();

        await Assert.ThrowsAsync<QueueLostException>(() => far.Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => near.Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writing.Soon());
        Assert.Throws<ObjectDisposedException>(() => queue.Put(1));
        var late = Assert.Throws<NotTransferableException>(() => pool.Apply(q => q.Count, queue));
        Assert.Contains("disposed", late.Message);
    }

    private static void ExitByFirst(MsgQueue<int> queue)
    {
        foreach (var message in queue)
            Environment.Exit(message.Data);
    }

    private static void ReadUntil(MsgQueue<int> queue, int last, Gate gate)
    {
        foreach (var message in queue)
        {
            if (message.Data == last)
                gate.Pass();
        }
    }
}
