using ProcQ.Specs.Support;

namespace ProcQ.Specs.Seeds;

/// <summary>ezq's own tests and examples, on ProcQ's queues and workers.</summary>
public class EzqSpecs : ProcessSpec
{
    private const int Workers = 2;
    private const int Sum = 499_500;

    [Fact]
    public void EZ_01_What_is_put_is_counted_and_kept_items_are_read_twice()
    {
        using var queue = new MsgQueue<int>();
        queue.Put(1);
        queue.Put(new Msg<int>(2));

        Assert.Equal(2, queue.Count);
        Assert.Equal([1, 2], Data(queue.Items(cache: true)));
        Assert.Equal([1, 2], Data(queue.Items(cache: true)));
    }

    [Fact]
    public void EZ_02_Processes_run_functions_that_travel_as_messages_of_their_own()
    {
        // A function is not data, so the message says which number its function returns.
        using var queue = new MsgQueue<int>();
        using var results = new MsgQueue<int>();
        var workers = Started(() => Worker.Run(SumUp, queue, results, 1));

        for (var i = 0; i < 1000; i++)
            queue.Put(i);
        queue.Stop(workers);

        Assert.Equal(Sum, Data(results.Items()).Sum());
        Assert.All(workers, worker => Assert.Equal(0, worker.ExitCode));
    }

    [Fact]
    public void EZ_03_Threads_run_functions_that_are_messages()
    {
        using var queue = new MsgQueue<Func<int>>(QueueKind.Thread);
        using var results = new MsgQueue<int>(QueueKind.Thread);
        var workers = Started(() => Worker.RunThread((q, sums) => sums.Put(q.Sum(message => message.Data())), queue, results));

        for (var i = 0; i < 1000; i++)
        {
            var number = i;
            queue.Put(() => number);
        }

        queue.Stop(workers);

        Assert.Equal(Sum, Data(results.Items()).Sum());
    }

    [Fact]
    public void EZ_04_Map_is_the_map_of_a_pool()
    {
        // ezq.map is ProcessPool.Map; what it does with several iterables is Zip.
        using var pool = new ProcessPool(new ProcessPoolOptions { Workers = Workers, SpareWorkers = 0 });

        var sums = pool.Map(pair => pair.First + pair.Second, Enumerable.Range(0, 10).Zip(Enumerable.Range(1, 10).Reverse()));

        Assert.Equal(Enumerable.Repeat(10, 10), sums);
    }

    [Fact]
    public void EZ_05_A_loop_reads_everything()
    {
        using var queue = new MsgQueue<int>();
        for (var i = 0; i < 1000; i++)
            queue.Put(1);

        Assert.Equal(1000, queue.Count);
        queue.End();
        Assert.Equal(1000, queue.Sum(message => message.Data));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EZ_06_EZ_07_Sorted_items_come_in_order(bool shuffled)
    {
        using var queue = new MsgQueue<int>();
        Put(queue, shuffled ? Shuffled(1000) : Enumerable.Range(0, 1000));

        Assert.Equal(Enumerable.Range(0, 1000), Data(queue.Items(sort: true)));
    }

    [Fact]
    public void EZ_07_Sorted_of_a_random_list() => EZ_06_EZ_07_Sorted_items_come_in_order(shuffled: true);

    [Fact]
    public void EZ_08_Sorted_reads_an_ended_queue_in_order()
    {
        using var queue = new MsgQueue<int>();
        Put(queue, Shuffled(1000));
        queue.End();

        Assert.Equal(Enumerable.Range(0, 1000), Data(queue.Sorted()));
    }

    [Fact]
    public void EZ_09_A_gap_is_stepped_over_at_the_end()
    {
        using var queue = new MsgQueue<int>();
        Put(queue, Shuffled(1000).Where(i => i is < 990 or > 994));
        queue.End();

        Assert.Equal(Enumerable.Range(0, 1000).Where(i => i is < 990 or > 994), Data(queue.Sorted()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void EZ_10_EZ_11_Workers_count_and_sum_what_they_read(int count)
    {
        using var queue = new MsgQueue<int>();
        using var results = new MsgQueue<(int Count, int Sum)>();
        var workers = Enumerable
            .Range(0, count)
            .Select(_ =>
                Worker.Run(
                    (q, r) =>
                    {
                        var read = q.Select(message => message.Data).ToList();
                        r.Put((read.Count, read.Sum()));
                    },
                    queue,
                    results
                )
            )
            .ToArray();

        for (var i = 0; i < 1000; i++)
            queue.Put(i);
        queue.Stop(workers);

        var all = Data(results.Items()).ToList();
        Assert.Equal(1000, all.Sum(one => one.Count));
        Assert.Equal(Sum, all.Sum(one => one.Sum));
    }

    [Fact]
    public void EZ_E1_Quick_start()
    {
        using var pool = new ProcessPool(new ProcessPoolOptions { Workers = Workers, SpareWorkers = 0 });

        Assert.Equal([0, 2, 4, 6, 8, 10], pool.Map(x => x * 2, Enumerable.Range(0, 6)));
    }

    [Fact]
    public void EZ_E2_Summer()
    {
        using var queue = new MsgQueue<int>();
        using var results = new MsgQueue<int>();
        var workers = Started(() => Worker.Run(SumUp, queue, results, 1));

        foreach (var i in Enumerable.Range(0, 1000))
            queue.Put(i);
        queue.Stop(workers);

        Assert.Equal(Enumerable.Range(0, 1000).Sum(), results.Items().Sum(message => message.Data));
    }

    [Fact]
    public void EZ_E3_Collatz_kinds_threads_and_one_sorted_writer()
    {
        using var queue = new MsgQueue<long>();
        using var lines = new MsgQueue<string>();
        using var written = new MsgQueue<string>();
        var readers = Started(() => Worker.RunThread(Collatz, queue, lines));
        var writer = Worker.Run((from, to) => to.Put(string.Join('\n', from.Sorted().Select(line => line.Data))), lines, written);

        for (var i = 0; i < 40; i++)
            queue.Put(i, i % 2 == 0 ? "EVEN" : "ODD", order: i);
        queue.Stop(readers);
        lines.Stop(writer);

        var expected = Enumerable.Range(0, 40).Select(n => $"({n}, {(n % 2 == 0 ? n / 2 : (3 * n) + 1)})");
        Assert.Equal(expected, written.Items().Single().Data.Split('\n'));
    }

    [Fact]
    public void EZ_E4_Words_processes_of_ten_threads()
    {
        string[] words = ["apple", "banana", "cherry", "damson", "elderberry", "fig", "grape"];
        using var queue = new MsgQueue<string>();
        using var results = new MsgQueue<int>();
        var workers = Started(() =>
            Worker.Run(
                (q, r) =>
                {
                    var threads = Enumerable
                        .Range(0, 10)
                        .Select(_ => Worker.RunThread(() => r.Put(q.Sum(word => word.Data.Sum(letter => letter - 'a' + 1)))))
                        .ToArray();
                    foreach (var thread in threads)
                        thread.Join();
                },
                queue,
                results
            )
        );

        foreach (var word in words)
            queue.Put(word);
        queue.Stop(workers);

        var sums = Data(results.Items()).ToList();
        Assert.Equal(10 * Workers, sums.Count);
        Assert.Equal(words.Sum(word => word.Sum(letter => letter - 'a' + 1)), sums.Sum());
    }

    private static void Collatz(MsgQueue<long> queue, MsgQueue<string> lines)
    {
        foreach (var (n, kind, order) in queue)
            lines.Put($"({n}, {(kind == "EVEN" ? n / 2 : (3 * n) + 1)})", order: order);
    }

    private static void SumUp(MsgQueue<int> queue, MsgQueue<int> results, int num) =>
        results.Put(queue.Sum(message => message.Data * num));

    private static Worker[] Started(Func<Worker> start) => [.. Enumerable.Range(0, Workers).Select(_ => start())];

    private static IEnumerable<T> Data<T>(IEnumerable<Msg<T>> messages) => messages.Select(message => message.Data);

    private static void Put(MsgQueue<int> queue, IEnumerable<int> orders)
    {
        foreach (var order in orders)
            queue.Put(order, order: order);
    }

    private static int[] Shuffled(int count)
    {
        var numbers = Enumerable.Range(0, count).ToArray();
        new Random(1).Shuffle(numbers);
        return numbers;
    }
}
