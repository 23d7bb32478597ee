using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Watching;

/// <summary>What the statistics tell of each worker.</summary>
public sealed class WorkerStatsSpecs : PoolSpec
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_item_it_runs_and_since_when(bool limited)
    {
        using var keeper = new GateKeeper();
        var (gate, pool) = (keeper.Gate, NewPool(1));
        var map = pool.MapAsync(
            x =>
            {
                gate.Pass(x);
                return x;
            },
            new[] { 10, 11, 12 },
            new MapOptions { ChunkSize = 3, Timeout = limited ? TimeSpan.FromMinutes(1) : null }
        );
        using var first = await keeper.NextAsync();
        first.Let();
        using var second = await keeper.NextAsync();

        await Patience.Until(
            () => pool.GetStats().Workers[0] is { ItemIndex: 1, RunningFor.TotalMilliseconds: > 50 and < 60_000 },
            "it has been in its second item for a while"
        );
        var before = pool.GetStats().Workers[0].RunningFor;
        await Patience.Until(() => pool.GetStats().Workers[0].RunningFor > before, "time goes on");
        second.Let();
        using var third = await keeper.NextAsync();
        await Patience.Until(() => pool.GetStats().Workers[0].ItemIndex == 2, "it is in its third item");
        third.Let();
        await map.Soon();

        var idle = pool.GetStats().Workers[0];
        Assert.Equal((WorkerActivity.Idle, 3L), (idle.Activity, idle.Done));
        Assert.Null(idle.ItemIndex);
        Assert.Null(idle.RunningFor);
    }

    [Fact]
    public async Task Where_in_its_work_it_is()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                SpareWorkers = 0,
                Initializer = () => gate.Pass(),
            }
        );
        Assert.InRange(pool.GetStats().Workers[0].Phase, WorkPhase.Starting, WorkPhase.Initializing);
        using var initializer = await keeper.NextAsync();
        Assert.Equal(WorkPhase.Initializing, pool.GetStats().Workers[0].Phase);
        initializer.Let();
        await pool.WarmUpAsync().Soon();
        Assert.Equal((WorkPhase.Idle, (int?)null), (pool.GetStats().Workers[0].Phase, pool.GetStats().Workers[0].Attempt));

        var call = pool.ApplyAsync(x => x, new Gated { Gate = gate }, new TaskOptions { Name = "gated" });
        using var reading = await keeper.NextAsync();
        Assert.Equal(WorkPhase.Decoding, pool.GetStats().Workers[0].Phase);
        reading.Let();
        using var writing = await keeper.NextAsync();
        var stats = pool.GetStats().Workers[0];
        Assert.Equal((WorkPhase.Encoding, "gated", 1), (stats.Phase, stats.Call, stats.Attempt));
        await Patience.Until(() => pool.GetStats().Workers[0].Condition == WorkerCondition.Waiting, "its process waits");
        writing.Let();
        await call.Soon();
        await pool.DisposeAsync().AsTask().Soon();
        Assert.Equal(
            (WorkPhase.Unknown, WorkerCondition.Unknown),
            (pool.GetStats().Workers[0].Phase, pool.GetStats().Workers[0].Condition)
        );
    }

    [Fact]
    public async Task The_memory_of_its_process()
    {
        using var keeper = new GateKeeper();
        var (gate, pool) = (keeper.Gate, NewPool(1));
        await pool.WarmUpAsync().Soon();
        var small = pool.GetStats().Workers[0].MemoryBytes;
        var call = pool.ApplyAsync(() =>
        {
            var bytes = new byte[200_000_000];
            Array.Fill(bytes, (byte)1);
            gate.Pass();
            return bytes[^1];
        });
        using var visit = await keeper.NextAsync();

        var large = pool.GetStats().Workers[0].MemoryBytes;
        visit.Let();
        await call.Soon();
        await pool.DisposeAsync().AsTask().Soon();

        Assert.InRange(small, 5_000_000, 190_000_000);
        Assert.InRange(large, small + 150_000_000, long.MaxValue);
        Assert.Equal(0, pool.GetStats().Workers[0].MemoryBytes);
    }
}

/// <summary>Comes to its gate in the worker: when it is read, and when it is written.</summary>
public sealed class Gated
{
    public Gate? Gate
    {
        get => Pass(field);
        set => field = Pass(value);
    }

    private static Gate? Pass(Gate? gate)
    {
        if (WorkerContext.Current is not null)
            gate?.Pass();
        return gate;
    }
}
