using System.Diagnostics;
using ProcQ.Endurance.Chaos;
using ProcQ.Endurance.Leaks;
using ProcQ.Endurance.Traffic;

namespace ProcQ.Endurance.Soak;

/// <summary>Some seconds of everything at once over two pools that stay, then calm, and a look around.</summary>
internal sealed class SoakRound(IReadOnlyList<Herd> herds, int seed)
{
    private const int PoolsOnTheSide = 4;
    private const int CalmCalls = 200;
    private const int Processes = 3;

    private static readonly TimeSpan CalmWithin = TimeSpan.FromSeconds(120);

    public Strikes Strikes { get; private set; } = new(0, 0, 0);

    public Verdict Verdict { get; private set; } = new();

    public async Task<Sample> RunAsync(long items)
    {
        await StormAsync(items);
        foreach (var herd in herds)
        {
            await CalmAsync(herd, without: []);
            // A worker that was sent something large keeps room for it here. New ones have nothing to remember.
            await CalmAsync(herd, without: herd.KillAll());
        }

        var call = await TimeOfCallAsync(herds[0].Pool);
        return new Sample(Belongings.Count(), call);
    }

    private async Task StormAsync(long items)
    {
        var folder = Directory.CreateTempSubdirectory("procq-soak-");
        try
        {
            using var ledger = ExecutionLedger.Create(Path.Combine(folder.FullName, "ledger"), items);
            var book = new ItemBook(items);
            using var nemesis = new Nemesis(herds, seed);
            var rush = new Rush(herds[0].Pool, herds[1].Pool, book, ledger).RunAsync(items);
            var aside = PoolCycles.RunAsync(PoolsOnTheSide, static options => new ProcessPool(options));
            var mischief = new Mischief(herds[0].Pool, seed).RunUntilAsync(rush);
            await Task.WhenAll(rush, aside);
            // Whatever was done to its calls, each ends.
            await mischief.WaitAsync(CalmWithin);
            Strikes = nemesis.End();
            Verdict = book.Check(ledger);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Waits until nothing runs, waits or starts, and these processes are gone.</summary>
    private static async Task CalmAsync(Herd herd, IReadOnlyCollection<int> without)
    {
        var clock = Stopwatch.StartNew();
        // As many others are there once the pool has noticed that these are gone.
        while (!IsCalm(herd.Pool.GetStats()) || herd.All() is not { Count: Processes } all || all.Intersect(without).Any())
        {
            if (clock.Elapsed > CalmWithin)
                throw new TimeoutException($"A pool has not come to rest within {CalmWithin}: {herd.Pool.GetStats()}");
            await Task.Delay(20);
        }
    }

    private static bool IsCalm(PoolStats stats) =>
        stats is { OpenCalls: 0, QueuedItems: 0, AssignedItems: 0, SpareWorkers: 1, Workers.Count: 2 }
        && stats.Workers.All(worker => worker.Activity == WorkerActivity.Idle);

    /// <summary>The median, in microseconds, from the call to its result: time in the queue, in the pipe and in the worker.</summary>
    private static async Task<double> TimeOfCallAsync(ProcessPool pool)
    {
        var times = new List<double>();
        for (var i = 0; i < CalmCalls; i++)
        {
            var clock = Stopwatch.StartNew();
            await pool.ApplyAsync(x => x, i);
            times.Add(clock.Elapsed.TotalMicroseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }
}
