using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling;

public sealed class AssigningTests
{
    private static readonly TimeSpan Millisecond = CoreDriver.Millisecond;

    [Fact]
    public void Share_WorkerIdleAndAnotherStuck_TakesBackHalfOfWhatWaits()
    {
        var pool = CoreDriver.Ready(2);
        pool.Job(9, new JobTerms { ChunkSize = 9 });
        Assert.Single(pool.Take<PoolCommand.Send>());

        pool.Pass(2 * Millisecond);
        var asked = Assert.Single(pool.Take<PoolCommand.TakeBack>());
        pool.Returned(0, asked.Sequence, 4);

        Assert.Equal(5, asked.Sequence);
        var sent = Assert.Single(pool.Take<PoolCommand.Send>());
        Assert.Equal((1, 5L, 4), (sent.Worker, sent.Items.First, sent.Items.Count));
    }

    [Fact]
    public void Share_VictimHadBegunAll_IsNotAskedAgainBeforeItGetsMore()
    {
        var pool = CoreDriver.Ready(2);
        pool.Job(3, new JobTerms { ChunkSize = 3 });
        pool.Pass(2 * Millisecond);
        Assert.Single(pool.Take<PoolCommand.TakeBack>());

        pool.Returned(0, 3, 0);
        pool.Pass(TimeSpan.FromSeconds(10));

        Assert.Empty(pool.Take<PoolCommand.TakeBack>());
        Assert.Null(pool.Core.NextTick(pool.Now));
    }

    [Fact]
    public void Relieve_NobodyIdleAndABatchWaitsBehindASlowItem_MovesItToAWorkerThatGetsOn()
    {
        var pool = CoreDriver.Ready(2);
        pool.Job(1, new JobTerms { ChunkSize = 1 });
        pool.Job(100, new JobTerms { ChunkSize = 1 });
        pool.Take();
        for (var i = 0; i < 30; i++)
        {
            pool.Pass(Millisecond);
            pool.Results(1, i, 1, Millisecond);
        }

        var asked = Assert.Single(pool.Take<PoolCommand.TakeBack>());
        Assert.Equal((0, 1L), (asked.Worker, asked.Sequence));
        pool.Returned(0, 1, 1);
        Assert.Empty(pool.Take<PoolCommand.Send>());
        pool.Results(1, 30, 1, Millisecond);
        Assert.Equal(1, Assert.Single(pool.Take<PoolCommand.Send>()).Worker);
    }

    [Fact]
    public void Fill_ItemsAreSlow_NothingWaitsInThePipe()
    {
        var pool = CoreDriver.Ready(2);
        pool.Job(100, new JobTerms { Pace = new Pace(TimeSpan.FromMilliseconds(100), 1) });

        Assert.Equal([0, 1], pool.Take<PoolCommand.Send>().Select(s => s.Worker));
        pool.Wait(100 * Millisecond);
        pool.Results(0, 0, 1, 100 * Millisecond);
        Assert.Single(pool.Take<PoolCommand.Send>());
    }

    [Fact]
    public void Fill_ItemsAreFast_TheNextBatchIsInThePipe()
    {
        var pool = CoreDriver.Ready(2);
        pool.Job(100_000, new JobTerms { Pace = new Pace(TimeSpan.FromMicroseconds(10), 200) });

        Assert.Equal([0, 1, 0, 1], pool.Take<PoolCommand.Send>().Select(s => s.Worker));
    }

    [Fact]
    public void Fill_EqualPriorities_TakeTurnsAndHigherGoesFirst()
    {
        var pool = new CoreDriver(1, t => t with { LeasesPerWorker = 5 });
        var one = new JobTerms { ChunkSize = 1 };
        var (a, b, urgent) = (pool.Job(2, one), pool.Job(2, one), pool.Job(1, one with { Priority = 1 }));
        pool.Take();

        pool.Restart(0);

        Assert.Equal([urgent, a, b, a, b], pool.Take<PoolCommand.Send>().Select(s => s.Job));
    }

    [Fact]
    public void Fill_WorkerInACancelledItem_GetsNothingBehindIt()
    {
        var pool = CoreDriver.Ready(1);
        var slow = pool.Job(1, new JobTerms { ChunkSize = 1 });
        pool.Core.Cancel(slow, TimeSpan.FromSeconds(1), pool.Now);
        pool.Take();

        pool.Job(1);

        Assert.Empty(pool.Take<PoolCommand.Send>());
    }

    [Fact]
    public void Failed_EveryItem_BatchesStillGrow()
    {
        var pool = CoreDriver.Ready(1);
        var job = pool.Job(10_000);
        for (var i = 0; i < 100; i++)
        {
            pool.Wait(TimeSpan.FromMicroseconds(50));
            pool.Core.Failed(0, 1, i, pool.Now);
        }

        Assert.InRange(job.Sizer.Next(null, 1), 20, 80);
    }
}
