using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Workers that have done their share leave, and others take their place.</summary>
public sealed class RecyclingSpecs : PoolSpec
{
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(1, 3, 1)]
    [InlineData(2, 7, 0)]
    [InlineData(3, 5, 2)]
    public void E41_a_process_runs_so_many_items_and_no_item_is_lost_at_the_edge(int workers, int most, int spares)
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = workers,
                SpareWorkers = spares,
                MaxTasksPerWorker = most,
            }
        );

        var processes = pool.Map(x => NoteProcess(ledger, x), Enumerable.Range(0, 25));

        Assert.Equal(25, ledger.Read().Distinct().Count());
        Assert.Equal(25, ledger.Read().Length);
        Assert.All(processes.GroupBy(p => p), p => Assert.InRange(p.Count(), 1, most));
    }

    [Fact]
    public async Task Single_calls_count_as_well()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxTasksPerWorker = 2 });
        var processes = new List<int>();
        for (var i = 0; i < 6; i++)
            processes.Add(await pool.ApplyAsync(() => Environment.ProcessId).Soon());

        Assert.Equal([2, 2, 2], processes.GroupBy(p => p).Select(p => p.Count()));
    }

    [Fact]
    public async Task The_next_process_is_started_while_the_last_item_of_the_old_one_runs()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                SpareWorkers = 0,
                MaxTasksPerWorker = 1,
            }
        );
        var last = pool.ApplyAsync(() => gate.Pass());
        using var visit = await keeper.NextAsync();

        await Patience.Until(() => pool.GetStats().SpareWorkers == 1, "the next one is ready");
        var next = Alive().Single(p => p != visit.ProcessId);
        visit.Let();
        await last.Soon();

        Assert.Equal(next, await pool.ApplyAsync(() => Environment.ProcessId).Soon());
    }

    [Fact]
    public async Task H01_ManagedHog_is_replaced_before_the_next_item()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxWorkerMemoryBytes = 300 * 1024 * 1024 });

        var grown = pool.Apply(() => Grow(400));
        await MustServeAsync(pool);
        var next = pool.Apply(() => Environment.ProcessId);
        var after = pool.Apply(() => Environment.ProcessId);

        Assert.NotEqual(grown, next);
        Assert.Equal(next, after);
        Assert.Equal(1, pool.GetStats().Workers[0].Restarts);
    }

    [Fact]
    public void What_a_worker_that_has_grown_too_large_has_not_begun_runs_elsewhere_once()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxWorkerMemoryBytes = 300 * 1024 * 1024 });

        var processes = pool.Map(
            x =>
            {
                if (x % 10 == 4)
                    Grow(400);
                return NoteProcess(ledger, x);
            },
            Enumerable.Range(0, 30),
            new MapOptions { ChunkSize = 8, AtMostOnce = true }
        );

        Assert.Equal(Enumerable.Range(0, 30).Select(x => $"{x}"), ledger.Read());
        Assert.Equal(4, processes.Distinct().Count());
        Assert.Equal(processes[0], processes[4]);
        Assert.NotEqual(processes[4], processes[5]);
    }

    [Fact]
    public void H08_LimitBelowFloor_is_refused_by_name_and_the_floor_itself_can_be_worked_with()
    {
        const long Floor = 64 * 1024 * 1024;
        foreach (var bytes in (long[])[-1, 0, 1024 * 1024, Floor - 1])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
                new ProcessPool(new ProcessPoolOptions { MaxWorkerMemoryBytes = bytes })
            );
            Assert.Equal("MaxWorkerMemoryBytes", error.ParamName);
            Assert.Contains("64", error.Message, StringComparison.Ordinal);
        }

        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxWorkerMemoryBytes = Floor });
        Assert.Equal([1, 2, 3], pool.Map(x => x, new[] { 1, 2, 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(new ProcessPoolOptions { MaxTasksPerWorker = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(new ProcessPoolOptions { SpareWorkers = -1 }));
    }

    private static int NoteProcess(Ledger ledger, int item)
    {
        ledger.Note($"{item}");
        return Environment.ProcessId;
    }

    private static int Grow(int megabytes)
    {
        var block = new byte[megabytes * 1024 * 1024];
        Array.Fill(block, (byte)1);
        WorkerContext.Current!.State["block"] = block;
        return Environment.ProcessId;
    }
}
