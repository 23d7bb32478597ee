using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>A caller who changes his mind in the very moment in which the item ends, or its time does: one of the two, and a worker none the worse.</summary>
public sealed class CancelRaceSpecs : PoolSpec
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    [Fact]
    public async Task J11_CancelVsResult_race_x1e4()
    {
        const int Callers = 10;
        const int Races = 1_000;
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 2,
                SpareWorkers = 0,
                CancelGrace = Never,
            }
        );
        await pool.WarmUpAsync().Soon();
        var before = Pids(pool);

        var counts = await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(caller => Task.Run(() => RaceAsync(pool, caller, Races)))
        );

        var (done, cancelled) = (counts.Sum(c => c.Done), counts.Sum(c => c.Cancelled));
        Assert.Equal(Callers * Races, done + cancelled);
        Assert.True(done > 1_000 && cancelled > 1_000, $"{done} done, {cancelled} cancelled: this was no race");
        Assert.Equal(before, Pids(pool));
        await MustBeAtRest(pool);
    }

    /// <summary>The grace is nothing here: who is cancelled while it runs is killed.</summary>
    [Fact]
    public async Task J11_CancelVsResult_race_in_which_the_worker_may_die()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 2,
                SpareWorkers = 2,
                CancelGrace = TimeSpan.Zero,
            }
        );
        var neighbours = pool.MapAsync(x => x, Enumerable.Range(0, 20_000));

        var (done, cancelled) = await RaceAsync(pool, caller: 0, races: 60);

        Assert.Equal(60, done + cancelled);
        Assert.Equal(Enumerable.Range(0, 20_000), await neighbours.Soon());
        await MustBeAtRest(pool);
    }

    [Fact]
    public async Task J12_CancelVsTimeout_race_x1e3()
    {
        const int Limit = 8;
        const int Callers = 4;
        const int Races = 250;
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = Callers,
                SpareWorkers = 0,
                CancelGrace = Never,
                TimeoutGrace = Never,
                TaskTimeout = TimeSpan.FromMilliseconds(Limit),
            }
        );
        await pool.WarmUpAsync().Soon();
        var before = Pids(pool);

        var counts = await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(caller => Task.Run(() => RaceAsync(pool, new Random(caller), Races, Limit)))
        );

        var (late, cancelled) = (counts.Sum(c => c.Late), counts.Sum(c => c.Cancelled));
        Assert.Equal(Callers * Races, late + cancelled);
        Assert.True(late > 0 && cancelled > 0, $"{late} late, {cancelled} cancelled: this was no race");
        Assert.Equal(before, Pids(pool));
        await MustBeAtRest(pool);
    }

    /// <summary>Each is cancelled a little later after one that was cancelled in time, and a little sooner after one that was not: always at the edge.</summary>
    private static async Task<(int Done, int Cancelled)> RaceAsync(ProcessPool pool, int caller, int races)
    {
        const int Longest = 200_000;
        var random = new Random(caller);
        var (done, cancelled, edge) = (0, 0, 500.0);
        for (var race = 0; race < races; race++)
        {
            using var source = new CancellationTokenSource();
            var expected = (caller * races) + race;
            var call = pool.ApplyAsync(x => x, expected, ct: source.Token);
            Thread.SpinWait((int)(edge * (0.5 + random.NextDouble())));
            source.Cancel();
            try
            {
                Assert.Equal(expected, await call.Soon());
                done++;
                edge = Math.Max(1, edge * 0.9);
            }
            catch (OperationCanceledException e)
            {
                Assert.Equal(source.Token, e.CancellationToken);
                cancelled++;
                edge = Math.Min(Longest, edge * 1.1);
            }
        }

        return (done, cancelled);
    }

    private static async Task<(int Late, int Cancelled)> RaceAsync(ProcessPool pool, Random random, int races, int limit)
    {
        var (late, cancelled) = (0, 0);
        for (var race = 0; race < races; race++)
        {
            using var source = new CancellationTokenSource();
            var call = pool.ApplyAsync(UntilAsked, ct: source.Token);
            await Task.Run(() => Pause.For((limit * 1000) + random.Next(-1000, 3000)));
            source.Cancel();
            try
            {
                await call.Soon();
                Assert.Fail("Nobody lets it succeed.");
            }
            catch (TaskTimeoutException)
            {
                late++;
            }
            catch (OperationCanceledException e)
            {
                Assert.Equal(source.Token, e.CancellationToken);
                cancelled++;
            }
        }

        return (late, cancelled);
    }

    /// <summary>Runs until it is asked to stop; one that was asked before it began has been hit by a word meant for another.</summary>
    private static void UntilAsked()
    {
        var token = WorkerContext.Current!.CancellationToken;
        token.WaitHandle.WaitOne();
        token.ThrowIfCancellationRequested();
    }

    private static int[] Pids(ProcessPool pool) => [.. pool.GetStats().Workers.Select(w => w.ProcessId)];

    private static async Task MustBeAtRest(ProcessPool pool)
    {
        Assert.Equal(1, await pool.ApplyAsync(() => 1, new TaskOptions { Timeout = Patience.Limit }).Soon());
        await Patience.Until(
            () => pool.GetStats() is { OpenCalls: 0, QueuedItems: 0, AssignedItems: 0 },
            "nothing of the races is left"
        );
    }
}
