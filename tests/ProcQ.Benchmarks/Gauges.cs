using System.Diagnostics;

namespace ProcQ.Benchmarks;

/// <summary>What ProcQ takes besides time.</summary>
internal static class Gauges
{
    private const int QueuedCalls = 1_000_000;
    private const int EndlessItems = 10_000_000;
    private const int ManyWorkers = 64;

    // Of many workers each gets few batches of a map, and takes longer until its code is what it will be.
    private const int WarmMaps = 300;

    public static async Task Run(Board board)
    {
        board.Add(await QueuedCallsAsync());
        board.Add(await EndlessInputAsync());
        await AddManyWorkersAsync(board);
    }

    /// <summary>Calls that wait behind one that lasts, an int each.</summary>
    private static async Task<Gauge> QueuedCallsAsync()
    {
        var gate = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var pool = new ProcessPool(1);
        await pool.ApplyAsync(Work.Increment, 1);
        var held = pool.ApplyAsync(Work.AwaitFile, gate);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var calls = new Task<int>[QueuedCalls];
        for (var i = 0; i < calls.Length; i++)
            calls[i] = pool.ApplyAsync(Work.Increment, i);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before - ((long)IntPtr.Size * QueuedCalls);
        await File.WriteAllBytesAsync(gate, []);
        await held;
        if ((await Task.WhenAll(calls))[^1] != QueuedCalls)
            throw new InvalidDataException("The last result is wrong.");
        File.Delete(gate);
        return new Gauge("a queued call, in memory", bytes / (double)QueuedCalls, "bytes", 200, AtLeast: false);
    }

    /// <summary>How much this process grows while it reads results of a sequence that has no end in sight.</summary>
    private static async Task<Gauge> EndlessInputAsync()
    {
        await using var pool = new ProcessPool(BenchOptions.Workers);
        long before = 0,
            most = 0,
            count = 0;
        foreach (var _ in pool.Imap(Work.Increment, Endless()))
        {
            if (++count == EndlessItems)
                break;
            // The first million is for the compiler and the garbage collector to find their level.
            if (count % 500_000 != 0 || count < 1_000_000)
                continue;
            var now = Environment.WorkingSet;
            before = before == 0 ? now : before;
            most = Math.Max(most, now - before);
        }

        return new Gauge("10,000,000 items of an endless input, growth", most / 1048576.0, "MiB", 20, AtLeast: false);
    }

    private static async Task AddManyWorkersAsync(Board board)
    {
        var few = await RateAsync(BenchOptions.Workers);
        await using var pool = new ProcessPool(ManyWorkers);
        await pool.WarmUpAsync();
        var many = Rate(pool);
        board.Add(new Gauge($"items/s of {ManyWorkers} workers vs {BenchOptions.Workers}", many / few, "", 0.7, AtLeast: true));
        await Task.Delay(TimeSpan.FromSeconds(2));
        var (start, cpu) = (Stopwatch.GetTimestamp(), Processors(pool));
        await Task.Delay(TimeSpan.FromSeconds(3));
        var share = (Processors(pool) - cpu) / Stopwatch.GetElapsedTime(start) / ManyWorkers;
        board.Add(new Gauge("an idle worker, of a processor", share * 100, "%", 0.05, AtLeast: false));
    }

    private static async Task<double> RateAsync(int workers)
    {
        await using var pool = new ProcessPool(workers);
        await pool.WarmUpAsync();
        return Rate(pool);
    }

    private static double Rate(ProcessPool pool)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < WarmMaps + 20; i++)
        {
            var start = Stopwatch.GetTimestamp();
            GC.KeepAlive(pool.Map(Work.Increment, Enumerable.Range(0, Work.SmallItems)));
            var time = Stopwatch.GetElapsedTime(start);
            best = i >= WarmMaps && time < best ? time : best;
        }

        return Work.SmallItems / best.TotalSeconds;
    }

    private static TimeSpan Processors(ProcessPool pool)
    {
        var sum = TimeSpan.Zero;
        foreach (var worker in pool.GetStats().Workers.Where(w => w.ProcessId > 0))
        {
            using var process = Process.GetProcessById(worker.ProcessId);
            sum += process.TotalProcessorTime;
        }

        return sum;
    }

    private static IEnumerable<int> Endless()
    {
        for (var i = 0; ; i = (i + 1) & 0xfffff)
            yield return i;
    }
}
