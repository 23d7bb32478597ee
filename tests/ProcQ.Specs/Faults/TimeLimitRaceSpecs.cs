using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>An item that ends in the moment in which its time is up: it has succeeded or it is late, and the next item knows nothing of it.</summary>
public sealed class TimeLimitRaceSpecs : PoolSpec
{
    // Ten thousand and more items take their time on a busy machine.
    protected override TimeSpan TimeLimit => 2 * Patience.SpecLimit;

    private const int LimitMicroseconds = 5_000;
    private const int StepMicroseconds = 40;

    private static readonly TimeSpan Limit = TimeSpan.FromMicroseconds(LimitMicroseconds);
    private static readonly TaskOptions AllTheTime = new() { Timeout = Patience.Limit };

    /// <summary>Who is late is asked to stop, and stops: no worker dies, so there can be ten thousand.</summary>
    [Fact]
    public async Task J13_ResultVsTimeoutRace_x1e4()
    {
        // More callers than workers: something waits behind most items, in the same pipe.
        const int Callers = 10;
        const int Races = 1_000;
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 8,
                SpareWorkers = 0,
                TaskTimeout = Limit,
                TimeoutGrace = Timeout.InfiniteTimeSpan,
            }
        );
        await pool.WarmUpAsync().Soon();
        int[] before = [.. pool.GetStats().Workers.Select(w => w.ProcessId)];

        var counts = await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(caller => RaceAsync(pool, caller, Races, UnlessAsked))
        );

        var (done, late) = (counts.Sum(c => c.Done), counts.Sum(c => c.Late));
        Assert.Equal(Callers * Races, done + late);
        Assert.True(done > 1_000 && late > 1_000, $"{done} done, {late} late: this was no race");
        Assert.Equal(before, pool.GetStats().Workers.Select(w => w.ProcessId));
        Assert.Equal((0, 0L, 0L), Open(pool));
    }

    /// <summary>Without a grace whoever is late dies with its worker.</summary>
    [Fact]
    public async Task J13_ResultVsTimeoutRace_in_which_the_worker_may_die()
    {
        const int Races = 30;
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 2,
                SpareWorkers = 2,
                TaskTimeout = Limit,
            }
        );
        await pool.WarmUpAsync().Soon();

        var counts = await Task.WhenAll(RaceAsync(pool, 0, Races, Whatever), RaceAsync(pool, 1, Races, Whatever));

        Assert.Equal(2 * Races, counts.Sum(c => c.Done + c.Late));
        Assert.True(
            counts.Sum(c => c.Late) > 0 && pool.GetStats().Workers.Sum(w => w.Restarts) > 0,
            "nobody died: this was no race"
        );
        Assert.Equal(1, await pool.ApplyAsync(() => 1, AllTheTime).Soon());
        await Patience.Until(() => Open(pool) == (0, 0, 0), "nothing of the races is left");
    }

    /// <summary>One item after the other, each a little longer after one that was in time, and a little shorter after one that was late: always at the edge.</summary>
    private static async Task<(int Done, int Late)> RaceAsync(ProcessPool pool, int caller, int races, Func<(int, int), int> f)
    {
        var random = new Random(caller);
        var (done, late, edge) = (0, 0, LimitMicroseconds);
        for (var race = 0; race < races; race++)
        {
            var expected = (caller * races) + race;
            if (race % 4 == 0)
                Assert.False(
                    await pool.ApplyAsync(() => IsAsked, AllTheTime).Soon(),
                    "an item was asked to stop in the place of another"
                );
            try
            {
                Assert.Equal(expected, await pool.ApplyAsync(f, (expected, edge + random.Next(-500, 500))).Soon());
                done++;
                edge += StepMicroseconds;
            }
            catch (TaskTimeoutException e)
            {
                Assert.Equal(Limit, e.Timeout);
                late++;
                edge = Math.Max(0, edge - StepMicroseconds);
            }
        }

        return (done, late);
    }

    private static bool IsAsked => WorkerContext.Current!.CancellationToken.IsCancellationRequested;

    private static int UnlessAsked((int Result, int Microseconds) item)
    {
        Pause.For(item.Microseconds);
        WorkerContext.Current!.CancellationToken.ThrowIfCancellationRequested();
        return item.Result;
    }

    private static int Whatever((int Result, int Microseconds) item)
    {
        Pause.For(item.Microseconds);
        return item.Result;
    }

    private static (int, long, long) Open(ProcessPool pool)
    {
        var stats = pool.GetStats();
        return (stats.OpenCalls, stats.QueuedItems, stats.AssignedItems);
    }
}
