using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>Workers leave, for all kinds of reasons, while items come: each item runs, once.</summary>
public sealed class RetirementSpecs : PoolSpec
{
    private const int Count = 2_000;

    [Fact]
    public async Task E41_MaxTasksPerWorker_loses_none_of_2000_items()
    {
        const int Most = 40;
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 2,
                SpareWorkers = 1,
                MaxTasksPerWorker = Most,
            }
        );

        var results = await pool.MapAsync(x => Note(ledger, x), Enumerable.Range(0, Count), new MapOptions { AtMostOnce = true })
            .Soon();

        Assert.Equal(Enumerable.Range(0, Count), results);
        MustHaveRunOnce(ledger);
        Assert.InRange(pool.GetStats().Workers.Sum(w => w.Restarts), (Count / Most) - 2, Count);
    }

    [Fact]
    public async Task E42_IdleRetire_races_with_dispatch_and_loses_none_of_2000_items()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 2,
                MinWorkers = 1,
                SpareWorkers = 0,
                IdleTimeout = TimeSpan.FromMilliseconds(3),
            }
        );
        var random = new Random(42);
        var next = 0;
        while (next < Count)
        {
            var some = Math.Min(random.Next(1, 80), Count - next);
            var calls = Enumerable.Range(next, some).Select(x => pool.ApplyAsync(i => Note(ledger, i), x)).ToArray();
            Assert.Equal(Enumerable.Range(next, some), await Task.WhenAll(calls).Soon());
            next += some;
            // Around the moment at which the one that is too many leaves.
            await Task.Delay(random.Next(0, 7));
        }

        MustHaveRunOnce(ledger);
    }

    private static int Note(Ledger ledger, int x)
    {
        ledger.Note($"{x}");
        return x;
    }

    private static void MustHaveRunOnce(Ledger ledger) =>
        Assert.Equal(Enumerable.Range(0, Count), ledger.Read().Select(int.Parse).Order());
}
