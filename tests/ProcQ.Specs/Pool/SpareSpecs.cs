using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Processes that stand by, to take the place of a worker that is lost.</summary>
public sealed class SpareSpecs : PoolSpec
{
    [Fact]
    public async Task A_spare_takes_the_place_and_the_number_of_a_lost_worker()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, SpareWorkers = 1 });
        await SparesAsync(pool, 1);
        var spare = Alive().Except(pool.GetStats().Workers.Select(w => w.ProcessId)).Single();

        await Assert.ThrowsAsync<WorkerLostException>(() => pool.ApplyAsync(Crimes.Commit, Crime.Kill9).Soon());
        var (process, number) = await pool.ApplyAsync(() => (Environment.ProcessId, WorkerContext.Current!.WorkerId)).Soon();

        Assert.Equal((spare, 0), (process, number));
        Assert.Equal((1, 0), (pool.GetStats().Workers.Count, pool.GetStats().Workers[0].WorkerId));
        Assert.Equal(1, pool.GetStats().Workers[0].Restarts);
    }

    [Fact]
    public async Task Another_spare_is_started_for_one_that_was_used_and_for_one_that_was_lost()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, SpareWorkers = 2 });
        for (var round = 0; round < 3; round++)
        {
            await SparesAsync(pool, 2);
            await Assert.ThrowsAsync<WorkerLostException>(() => pool.ApplyAsync(Crimes.Commit, Crime.Exit7).Soon());
        }

        await SparesAsync(pool, 2);
        var spare = Alive().Except(pool.GetStats().Workers.Select(w => w.ProcessId)).First();
        Crimes.KillProcess(spare);

        await Patience.Until(() => !Processes.IsAlive(spare) && Alive().Count == 3, "there is a new spare");
        await SparesAsync(pool, 2);
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    [Fact]
    public async Task No_more_items_run_at_a_time_than_there_are_workers()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 2, SpareWorkers = 3 });
        await SparesAsync(pool, 3);
        var calls = Enumerable.Range(0, 5).Select(_ => pool.ApplyAsync(() => gate.Pass())).ToArray();

        using var one = await keeper.NextAsync();
        using var two = await keeper.NextAsync();

        Assert.Equal(2, pool.GetStats().Workers.Count(w => w.Activity == WorkerActivity.Busy));
        Assert.False(keeper.SomebodyWaits);
        one.Let();
        two.Let();
        keeper.Open();
        await Task.WhenAll(calls).Soon();
    }

    [Fact]
    public async Task Without_spares_there_is_no_process_but_the_workers()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 2, SpareWorkers = 0 });
        await pool.WarmUpAsync().Soon();

        Assert.Equal(2, await pool.ApplyAsync(() => 2).Soon());

        Assert.Equal(Alive().Order(), pool.GetStats().Workers.Select(w => w.ProcessId).Order());
    }

    [Fact]
    public async Task A_spare_that_cannot_start_harms_nobody()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                SpareWorkers = 1,
                Initializer = () => FailUnlessFirst(ledger),
            }
        );

        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
        await Patience.Until(() => ledger.Read().Length >= 2, "a spare has been tried");

        await Patience.Until(() => Alive().Count == 1, "the spare is gone");
        Assert.Equal(2, await pool.ApplyAsync(() => 2).Soon());
    }

    private static void FailUnlessFirst(Ledger ledger)
    {
        ledger.Note("start");
        if (ledger.Read().Length > 1)
            throw new InvalidOperationException("One of us is enough.");
    }

    private static Task SparesAsync(ProcessPool pool, int count) =>
        Patience.Until(() => pool.GetStats().SpareWorkers == count, $"{count} spares stand by");
}
