using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Shortcuts;

/// <summary>Workers that have workers: allowed, to an end, and gone with the one that started them.</summary>
public sealed class NestingSpecs : PoolSpec
{
    private const double Long = 50;

    [Fact]
    public void G18_NestedPool_works()
    {
        var pids = Timeout.Run(() => (Environment.ProcessId, Timeout.Run(() => Environment.ProcessId, Long)), Long);
        var squares = NewPool(1)
            .Apply(() => Parallelize.Run(x => x * x, [1, 2, 3], children: 2).Values.Select(o => o.Result).ToArray());

        Assert.Equal(3, new[] { Environment.ProcessId, pids.ProcessId, pids.Item2 }.Distinct().Count());
        Assert.Equal([1, 4, 9], squares);
    }

    [Fact]
    public async Task G18_NestedPool_is_gone_with_its_worker()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(1);
        var task = pool.ApplyAsync(() => Timeout.Run(() => gate.Pass(), Long));
        using var visit = await keeper.NextAsync();
        var worker = pool.GetStats().Workers[0].ProcessId;
        Assert.NotEqual(worker, visit.ProcessId);

        Crimes.KillProcess(worker);

        await Assert.ThrowsAsync<WorkerLostException>(() => task.Soon());
        await Patience.Until(() => !Processes.IsAlive(visit.ProcessId), "the nested worker is gone");
    }

    [Fact]
    public void A_function_that_makes_pools_without_end_comes_to_one()
    {
        var pool = NewPool(1);

        var error = Assert.Throws<InvalidOperationException>(() => pool.Apply(Deeper, 1));

        Assert.StartsWith(
            "A pool was made in a worker of a worker, and so on: this process is 8 levels below the application, and no more than 8 are allowed.",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Single(Alive());
    }

    [Fact]
    public void Eight_levels_are_allowed()
    {
        var pool = NewPool(1);

        Assert.Equal(8, pool.Apply(To, 8));
    }

    /// <summary>As a function would by mistake; each level throws what the one below it threw.</summary>
    private static int Deeper(int depth)
    {
        using var pool = new ProcessPool(1);
        return pool.Apply(Deeper, depth + 1);
    }

    /// <summary>How many workers there were on the way down.</summary>
    private static int To(int levels)
    {
        if (levels == 1)
            return 1;
        using var pool = new ProcessPool(1);
        return 1 + pool.Apply(To, levels - 1);
    }
}
