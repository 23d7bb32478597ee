using ProcQ.Benchmarks.Floors;

namespace ProcQ.Benchmarks;

/// <summary>ProcQ on the work of every case: two workers, a warmed pool, all options at their defaults.</summary>
internal sealed class Suite(ProcessPool pool)
{
    private const string System = RatioTable.Product;

    /// <summary>Each case beside the floor it is held against.</summary>
    public static async Task Run(Board board)
    {
        using var floors = new FloorCases();
        await board.Measure(2, 15, FloorCases.Child, new Case(System, Work.StartupCase, 1, Startup));
        await using var pool = new ProcessPool(BenchOptions.Workers);
        await pool.WarmUpAsync();
        var product = new Suite(pool);
        await board.Measure(
            2,
            7,
            floors.BlockingRoundTrip,
            floors.AwaitedRoundTrip,
            Of(Work.ApplyCase, Work.Calls, product.Apply)
        );
        await board.Measure(2, 7, floors.LargeEchoes, Of(Work.EchoCase, 100, product.Echo));
        await board.Measure(2, 7, FloorCases.ParallelFor, Of(Work.CpuCase, Work.CpuItems, product.Cpu));
        await board.Measure(1, 5, floors.CoalescedFrames);
        await board.Measure(
            2,
            7,
            Of(Work.BlockingApplyCase, Work.Calls, product.BlockingApply),
            Of(Work.TimeoutRunCase, Work.Calls, TimeoutRun)
        );
        await board.Measure(
            3,
            7,
            Of(Work.MapCase, Work.SmallItems, product.Map),
            Of(Work.LimitedMapCase, Work.SmallItems, product.LimitedMap)
        );
        Console.WriteLine($"# {pool.GetStats().Insights}");
        await board.Measure(1, 5, Of(Work.RecordCase, Work.SmallItems, product.Records));
        await FirstMaps(board);
        await board.Measure(1, 5, Of(Work.ImapCase, Work.SmallItems, product.Imap));
        await board.Measure(1, 5, Of(Work.ImapUnorderedCase, Work.SmallItems, product.ImapUnordered));
        await board.Measure(1, 5, Of(Work.QueueCase, Work.Messages, product.Queue));
        await board.Measure(1, 5, FloorCases.Wait, Case.Of(System, Work.TimeoutCase, 1, product.TimeoutAndGoOn));
        if (board.WantsGauges)
            await Gauges.Run(board);
    }

    private static readonly Person[] s_people = [.. Enumerable.Range(0, Work.SmallItems).Select(Person.Of)];

    private static IEnumerable<int> SmallItems => Enumerable.Range(0, Work.SmallItems);

    /// <summary>As the peers do it: one item for each worker. The end of the pool is not measured; it takes its time in the background.</summary>
    private static async Task<Func<Task>> Startup()
    {
        var pool = new ProcessPool(BenchOptions.Workers);
        Check(await pool.MapAsync(Work.Increment, Enumerable.Range(0, BenchOptions.Workers)), BenchOptions.Workers);
        return async () => await pool.DisposeAsync();
    }

    private void Map() => Check(pool.Map(Work.Increment, SmallItems), Work.SmallItems);

    private void LimitedMap() =>
        Check(pool.Map(Work.Increment, SmallItems, new MapOptions { Timeout = TimeSpan.FromSeconds(10) }), Work.SmallItems);

    /// <summary>The first map of pools that are new, each in workers that have run nothing yet.</summary>
    private static async Task FirstMaps(Board board)
    {
        if (!board.Wants(Work.FirstMapCase))
            return;
        var pools = new Queue<ProcessPool>(Enumerable.Range(0, 5).Select(_ => new ProcessPool(BenchOptions.Workers)));
        foreach (var pool in pools)
            await pool.WarmUpAsync();
        await board.MeasureCold(
            pools.Count,
            new Case(
                System,
                Work.FirstMapCase,
                Work.SmallItems,
                () =>
                {
                    var pool = pools.Dequeue();
                    new Suite(pool).Map();
                    return Task.FromResult<Func<Task>>(async () => await pool.DisposeAsync());
                }
            )
        );
    }

    private void Records()
    {
        var people = pool.Map(Work.Older, s_people);
        if (people.Length != s_people.Length || people[7].Age != s_people[7].Age + 1)
            throw new InvalidDataException("Nobody is older.");
    }

    private void Imap() => Check([.. pool.Imap(Work.Increment, SmallItems)], Work.SmallItems);

    private void ImapUnordered() => Check([.. pool.ImapUnordered(Work.Increment, SmallItems)], Work.SmallItems);

    private async Task Apply()
    {
        for (var i = 0; i < Work.Calls; i++)
            await pool.ApplyAsync(Work.Increment, i);
    }

    private void BlockingApply()
    {
        for (var i = 0; i < Work.Calls; i++)
            pool.Apply(Work.Nothing);
    }

    private static void TimeoutRun()
    {
        for (var i = 0; i < Work.Calls; i++)
            Timeout.Run(Work.Nothing, 10);
    }

    /// <summary>From a worker to this process, one reader and one writer.</summary>
    private async Task Queue()
    {
        using var queue = new MsgQueue<int>();
        var putting = pool.ApplyAsync(Work.PutAll, queue);
        var sum = queue.Sum(message => (long)message.Data);
        if (await putting != Work.Messages || sum != (long)Work.Messages * (Work.Messages + 1) / 2)
            throw new InvalidDataException("The sum is wrong.");
    }

    private void Echo()
    {
        var block = new byte[1 << 20];
        Random.Shared.NextBytes(block);
        if (pool.Map(Work.Echo, Enumerable.Repeat(block, 100)).Any(echo => echo.Length != block.Length))
            throw new InvalidDataException("An echo came back short.");
    }

    private void Cpu() => GC.KeepAlive(pool.Map(Work.Cpu, Enumerable.Range(0, Work.CpuItems)));

    private async Task TimeoutAndGoOn()
    {
        try
        {
            await pool.ApplyAsync(Work.Forever, 1, new TaskOptions { Timeout = Work.Limit });
            throw new InvalidDataException("A function that never returns did.");
        }
        catch (TaskTimeoutException)
        {
            // This is what is measured, together with the call that follows.
        }
        await pool.ApplyAsync(Work.Increment, 1);
    }

    private static Case Of(string name, double n, Action work) => Case.Of(System, name, n, work);

    private static Case Of(string name, double n, Func<Task> work) => Case.Of(System, name, n, work);

    private static void Check(int[] results, int count)
    {
        if (results.Length != count || results.Sum(x => (long)x) != (long)count * (count + 1) / 2)
            throw new InvalidDataException("The sum is wrong.");
    }
}
