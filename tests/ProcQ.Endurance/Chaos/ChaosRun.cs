using System.Diagnostics;
using ProcQ.Endurance.Traffic;

namespace ProcQ.Endurance.Chaos;

/// <summary>
/// Many items through two pools while their processes are killed, stopped, continued and cut off; in the end one pool is disposed in the middle of a call, and
/// what the callers were told is held against what the workers counted.
/// </summary>
internal sealed class ChaosRun(long items, int seed)
{
    // Of the items, so many belong to the call that its pool does not survive.
    private const int LastCallShare = 50;
    private const int LastCallItems = 2_000;

    /// <summary>Makes the pools.</summary>
    public Func<ProcessPoolOptions, ProcessPool> NewPool { get; init; } = options => new ProcessPool(options);

    /// <summary>Is told each second how many outcomes there are.</summary>
    public Action<long>? OnSecond { get; init; }

    public async Task<ChaosReport> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("procq-chaos-");
        try
        {
            using var ledger = ExecutionLedger.Create(Path.Combine(folder.FullName, "ledger"), items);
            return await RunAsync(ledger);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<ChaosReport> RunAsync(ExecutionLedger ledger)
    {
        var book = new ItemBook(items);
        var clock = Stopwatch.StartNew();
        Herd[] herds = [New("first"), New("second")];
        await using var first = herds[0].Pool;
        await using var second = herds[1].Pool;
        using var nemesis = new Nemesis(herds, seed);
        var rush = new Rush(first, second, book, ledger) { OnSecond = OnSecond };
        var lastCall = (int)Math.Max(items / LastCallShare, Math.Min(items, LastCallItems));
        await rush.RunAsync(items - lastCall);
        await rush.BreakOffAsync(new Block(items - lastCall, lastCall));
        var strikes = nemesis.End();
        var elapsed = clock.Elapsed;
        var fresh = await FreshCallAsync(first);
        await first.DisposeAsync();
        return new ChaosReport(items, seed, elapsed, strikes, book.Check(ledger))
        {
            Succeeded = book.Count(OutcomeStatus.Succeeded),
            Lost = book.Count(OutcomeStatus.WorkerLost),
            Cancelled = book.Count(OutcomeStatus.Cancelled),
            FreshCall = fresh,
            Left = herds.Sum(herd => herd.All().Count),
        };
    }

    private Herd New(string name) =>
        new(
            new ProcessPoolOptions
            {
                Name = name,
                Workers = 2,
                Output = WorkerOutput.Discard,
                Initializer = HalfClose.OnSignal,
            },
            NewPool
        );

    private static async Task<TimeSpan> FreshCallAsync(ProcessPool pool)
    {
        var clock = Stopwatch.StartNew();
        await pool.ApplyAsync(() => 1).WaitAsync(TimeSpan.FromSeconds(30));
        return clock.Elapsed;
    }
}
