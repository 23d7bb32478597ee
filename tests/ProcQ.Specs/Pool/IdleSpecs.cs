using ProcQ.Specs.Support;

namespace ProcQ.Specs.Pool;

/// <summary>Workers that come when they are needed and leave when they are not.</summary>
public sealed class IdleSpecs : PoolSpec
{
    private static ProcessPoolOptions Elastic { get; } =
        new()
        {
            Workers = 4,
            MinWorkers = 1,
            SpareWorkers = 0,
            IdleTimeout = TimeSpan.FromMilliseconds(400),
        };

    [Fact]
    public async Task E42_workers_start_for_the_work_there_is_and_leave_when_they_are_idle()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(Elastic);
        await pool.WarmUpAsync().Soon();
        Assert.Single(Alive());

        var calls = Enumerable.Range(0, 3).Select(_ => pool.ApplyAsync(() => gate.Pass())).ToArray();
        // All three are there at once: nobody waits behind another.
        using var one = await keeper.NextAsync();
        using var two = await keeper.NextAsync();
        using var three = await keeper.NextAsync();
        one.Let();
        two.Let();
        three.Let();
        await Task.WhenAll(calls).Soon();

        await Patience.Until(() => Alive().Count == 1, "only the least number of workers is left");
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    [Fact]
    public async Task A_pool_may_keep_no_process_at_all()
    {
        var pool = NewPool(Elastic with { MinWorkers = 0 });
        await pool.WarmUpAsync().Soon();
        Assert.Empty(Alive());

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(round, await pool.ApplyAsync(x => x, round).Soon());
            await Patience.Until(() => Alive().Count == 0, "the worker has left");
        }
    }

    [Fact]
    public async Task Nothing_is_lost_where_leaving_and_new_work_meet()
    {
        var pool = NewPool(Elastic with { MinWorkers = 0, IdleTimeout = TimeSpan.FromMilliseconds(2) });

        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(i, await pool.ApplyAsync(x => x, i).Soon());
            await Task.Delay(i % 5);
        }
    }

    [Fact]
    public void A_map_uses_all_workers_there_may_be()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(Elastic);
        var all = pool.MapAsync(x => Pass(gate, x), Enumerable.Range(0, 8));

        var visits = Enumerable.Range(0, 4).Select(_ => keeper.Next()).ToArray();

        Assert.Equal(4, visits.Select(v => v.ProcessId).Distinct().Count());
        keeper.Open();
        foreach (var visit in visits)
            visit.Let();
        Assert.True(all.Wait(Patience.Limit));
    }

    [Fact]
    public void Senseless_numbers_are_refused_by_name()
    {
        Assert.Equal("MinWorkers", Refused(Elastic with { MinWorkers = -1 }));
        Assert.Equal("MinWorkers", Refused(Elastic with { MinWorkers = 5 }));
        Assert.Equal("IdleTimeout", Refused(Elastic with { IdleTimeout = TimeSpan.Zero }));

        static string? Refused(ProcessPoolOptions options) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(options)).ParamName;
    }

    private static int Pass(TestJobs.Gate gate, int x)
    {
        gate.Pass();
        return x;
    }
}
