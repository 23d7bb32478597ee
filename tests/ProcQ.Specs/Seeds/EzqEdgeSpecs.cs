using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Seeds;

/// <summary>The edges of ezq, and what ProcQ does there.</summary>
public class EzqEdgeSpecs : PoolSpec
{
    [Theory]
    [InlineData(QueueKind.Process)]
    [InlineData(QueueKind.Thread)]
    public void EZ_X01_Equal_orders_stay_in_the_order_in_which_they_came(QueueKind kind)
    {
        using var queue = new MsgQueue<string>(kind);
        foreach (var data in new[] { "a", "b", "c", "d" })
            queue.Put(data, order: 0);
        queue.End();

        Assert.Equal(["a", "b", "c", "d"], Data(queue.Sorted()));
    }

    [Fact]
    public void EZ_X02_Sorted_streams_while_the_queue_is_open()
    {
        using var queue = new MsgQueue<string>();
        using var sorted = queue.Sorted().GetEnumerator();

        queue.Put("whenever");
        Assert.Equal("whenever", Next(sorted));
        queue.Put("second", order: 1);
        queue.Put("first", order: 0);
        Assert.Equal("first", Next(sorted));
        Assert.Equal("second", Next(sorted));
    }

    [Theory]
    [InlineData(3, new long[] { 5, 3, 4 }, new long[] { 3, 4, 5 })]
    [InlineData(0, new long[] { 2, -1, 7, 0, 1 }, new long[] { -1, 0, 1, 2, 7 })]
    [InlineData(long.MaxValue, new[] { long.MaxValue, long.MaxValue, 1 }, new[] { long.MaxValue, long.MaxValue, 1 })]
    public void EZ_X03_EZ_X04_Sorted_begins_where_it_is_told(long start, long[] orders, long[] expected)
    {
        using var queue = new MsgQueue<long>();
        foreach (var order in orders)
            queue.Put(order, order: order);
        queue.End();

        Assert.Equal(expected, Data(queue.Sorted(start)));
    }

    [Fact]
    public void EZ_X04_Below_the_start_comes_when_it_arrives() =>
        EZ_X03_EZ_X04_Sorted_begins_where_it_is_told(0, [2, -1, 7, 0, 1], [-1, 0, 1, 2, 7]);

    [Fact]
    public void EZ_X05_Items_are_read_once_unless_they_are_kept()
    {
        using var queue = new MsgQueue<int>();
        queue.Put(1);

        Assert.Equal([1], Data(queue.Items()));
        Assert.Empty(queue.Items());
    }

    [Fact]
    public void EZ_X06_Items_end_the_queue_also_when_they_are_kept()
    {
        // ezq takes further messages, and hides them; a queue that was ended takes none.
        using var queue = new MsgQueue<int>();
        queue.Put(1);

        Assert.Equal([1], Data(queue.Items(cache: true)));
        var error = Assert.Throws<InvalidOperationException>(() => queue.Put(9));
        Assert.Contains("ended", error.Message);
        Assert.Throws<InvalidOperationException>(() => queue.TryPut(9));
        Assert.Equal([1], Data(queue.Items(cache: true)));
    }

    [Fact]
    public void EZ_X07_A_message_is_put_with_its_own_kind_and_no_other()
    {
        // ezq ignores a kind beside a message; here there is no way to give one.
        var puts = typeof(MsgQueue<int>)
            .GetMethods()
            .Where(m => m.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(Msg<int>));

        Assert.Equal(["Put", "PutAsync", "TryPut"], puts.Select(m => m.Name).Order());
        Assert.All(puts, put => Assert.DoesNotContain(put.GetParameters(), p => p.ParameterType == typeof(string)));
    }

    [Fact]
    public void EZ_X08_A_users_kind_END_is_delivered()
    {
        using var queue = new MsgQueue<int>();
        queue.Put(1, "END");
        queue.Put(2);
        queue.End();

        Assert.Equal([new Msg<int>(1, "END"), new Msg<int>(2)], queue.ToArray());
    }

    [Theory]
    [InlineData(QueueKind.Process)]
    [InlineData(QueueKind.Thread)]
    public async Task EZ_X09_One_end_ends_every_reader(QueueKind kind)
    {
        using var queue = new MsgQueue<int>(kind);
        var readers = Enumerable.Range(0, 3).Select(_ => Worker.RunThread(() => Drain(queue))).ToList();
        if (kind == QueueKind.Process)
            readers.AddRange(Enumerable.Range(0, 2).Select(_ => Worker.Run(q => Drain(q), queue)));

        queue.End();
        queue.End();

        await Task.WhenAll(readers.Select(reader => reader.Completion)).Soon();
    }

    [Fact]
    public void EZ_X10_Null_is_a_message()
    {
        using var queue = new MsgQueue<string?>();
        queue.Put(null);

        Assert.Equal([null], Data(queue.Items()));
    }

    [Fact]
    public void EZ_X11_EZ_X12_EZ_X13_EZ_X21_Map_is_the_pools()
    {
        var pool = NewPool(2);

        Assert.Empty(pool.Map(x => x, Array.Empty<int>()));
        Assert.Equal([4, 6], pool.Map(p => p.First + p.Second, new[] { 1, 2, 9 }.Zip([3, 4])));
        var outcomes = pool.MapOutcomes(x => 10 / x, [1, 0, 2, 5]);
        Assert.Equal([10, 5, 2], outcomes.Where(o => o.Status == OutcomeStatus.Succeeded).Select(o => o.Result));
        Assert.IsType<DivideByZeroException>(outcomes[1].Error);
        Assert.All(pool.MapOutcomes(x => Leave(x), [1, 2, 3, 4]), o => Assert.Equal(OutcomeStatus.WorkerLost, o.Status));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(-1));
    }

    [Theory]
    [InlineData(20_000, 1)]
    [InlineData(20, 200_000)]
    public void EZ_X14_Results_beyond_any_capacity_hold_nothing_up(int count, int length)
    {
        using var queue = new MsgQueue<int>();
        using var results = new MsgQueue<byte[]>(new MsgQueueOptions { Capacity = 4 });
        Worker[] workers = [Worker.Run(Produce, queue, results, length), Worker.RunThread(Produce, queue, results, length)];
        queue.Put(count / 2);
        queue.Put(count - (count / 2));

        queue.Stop(workers);

        Assert.True(results.Count > results.Capacity);
        Assert.Equal(
            (count, (long)count * length),
            results.Items().Aggregate((0, 0L), (sum, m) => (sum.Item1 + 1, sum.Item2 + m.Data.Length))
        );
    }

    [Fact]
    public void EZ_X15_EZ_X16_EZ_X17_A_stream_begins_at_once_and_ends_early()
    {
        var taken = 0;
        IEnumerable<int> Endless()
        {
            while (true)
                yield return Interlocked.Increment(ref taken);
        }

        var stream = NewPool(2).Imap(x => x * 2, Endless());

        Assert.Equal([2, 4, 6], stream.Take(3));
    }

    [Fact]
    public void EZ_X18_Stop_kills_what_hangs_when_its_time_is_up()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        using var queue = new MsgQueue<int>();
        var hung = Worker.Run(q => gate.Pass(q.First().Data), queue);
        queue.Put(1);
        using var visit = keeper.Next();
        var good = Worker.Run(q => Drain(q), queue);

        Assert.False(queue.Stop(TimeSpan.FromSeconds(0.2), hung, good));

        Assert.False(hung.IsAlive);
        Assert.Equal(137, hung.ExitCode);
        Assert.True(hung.Completion.IsCanceled);
        Assert.False(Processes.IsAlive(visit.ProcessId));
    }

    [Fact]
    public async Task EZ_X19_Exit_codes()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var fine = Worker.Run(() => { });
        var throws = Worker.Run(() => throw new FormatException("no"));
        var leaves = Worker.Run(() => Environment.Exit(3));
        var killed = Worker.Run(() => gate.Pass());
        var thread = Worker.RunThread(async () =>
        {
            await Task.Yield();
            throw new FormatException("no");
        });
        using (keeper.Next())
            Crimes.KillProcess(killed.ProcessId);

        await fine.Completion.Soon();
        Assert.Equal("no", (await Assert.ThrowsAsync<FormatException>(() => throws.Completion.Soon())).Message);
        Assert.Equal(3, (await Assert.ThrowsAsync<WorkerLostException>(() => leaves.Completion.Soon())).ExitCode);
        await Assert.ThrowsAsync<WorkerLostException>(() => killed.Completion.Soon());
        await Assert.ThrowsAsync<FormatException>(() => thread.Completion.Soon());
        Assert.Equal([0, 1, 3, 137, 1], new[] { fine, throws, leaves, killed, thread }.Select(w => w.ExitCode!.Value));
        Assert.Throws<InvalidOperationException>(() => Worker.RunThread(() => gate.Pass()).Kill());
        keeper.Open();
    }

    [Fact]
    public async Task EZ_X20_A_worker_killed_at_message_3_of_6_costs_none_of_the_others()
    {
        using var queue = new MsgQueue<int>(new MsgQueueOptions { Redeliveries = 0 });
        using var results = new MsgQueue<int>();
        var lost = new TaskCompletionSource<Msg<int>>();
        queue.Lost += message => lost.TrySetResult(message);
        for (var i = 1; i <= 6; i++)
            queue.Put(i);

        var workers = Enumerable.Range(0, 2).Select(_ => Worker.Run(PassOnUnlessThree, queue, results)).ToArray();
        queue.Stop(workers);

        Assert.Equal([1, 2, 4, 5, 6], Data(results.Items()).Order());
        Assert.Equal(3, (await lost.Task.Soon()).Data);
        Assert.Equal(1, queue.LostCount);
        Assert.Equal([0, 9], workers.Select(w => w.ExitCode!.Value).Order());
    }

    [Fact]
    public void EZ_X22_EZ_X23_A_worker_starts_workers_and_takes_arguments()
    {
        using var results = new MsgQueue<int>();
        var outer = Worker.Run(
            (r, a, b, c) =>
            {
                var inner = Worker.Run((s, sum) => s.Put(sum), r, a + b + c);
                inner.Join();
                r.Put(inner.ExitCode!.Value);
            },
            results,
            1,
            2,
            3
        );

        outer.Join();

        Assert.Equal([6, 0], Data(results.Items()));
    }

    [Fact]
    public void EZ_X24_Three_processes_share_50_messages()
    {
        using var queue = new MsgQueue<int>();
        using var results = new MsgQueue<int>();
        var workers = Enumerable.Range(0, 3).Select(_ => Worker.Run(PassOn, queue, results)).ToArray();
        for (var i = 0; i < 50; i++)
            queue.Put(i, order: i);

        queue.Stop(workers);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long?)i), results.Items(sort: true).Select(m => m.Order));
    }

    private static void Produce(MsgQueue<int> queue, MsgQueue<byte[]> results, int length)
    {
        foreach (var message in queue)
        {
            for (var i = 0; i < message.Data; i++)
                results.Put(new byte[length]);
        }
    }

    private static void PassOn(MsgQueue<int> queue, MsgQueue<int> results)
    {
        foreach (var message in queue)
            results.Put(message);
    }

    private static void PassOnUnlessThree(MsgQueue<int> queue, MsgQueue<int> results)
    {
        foreach (var message in queue)
        {
            if (message.Data == 3)
                Environment.Exit(9);
            results.Put(message);
        }
    }

    private static int Drain(MsgQueue<int> queue) => queue.Sum(message => message.Data);

    private static int Leave(int code)
    {
        Environment.Exit(code);
        return code;
    }

    private static T Next<T>(IEnumerator<Msg<T>> messages)
    {
        Assert.True(messages.MoveNext());
        return messages.Current.Data;
    }

    private static IEnumerable<T> Data<T>(IEnumerable<Msg<T>> messages) => messages.Select(message => message.Data);
}
