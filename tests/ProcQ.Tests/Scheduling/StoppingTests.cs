using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling;

public sealed class StoppingTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Close_WorkersThatNeverServed_LeaveWithoutAFault()
    {
        var pool = CoreDriver.Ready(8);
        pool.Core.Close(pool.Now);
        for (var worker = 0; worker < 8; worker++)
            pool.Died(worker);

        var commands = pool.Take();
        Assert.Empty(commands.OfType<PoolCommand.Fault>());
        Assert.Single(commands.OfType<PoolCommand.EndPool>());
        Assert.Null(pool.Core.NextTick(pool.Now));
    }

    [Fact]
    public void Terminate_BusyAndIdleWorkers_AllAreKilledAtTheDeadline()
    {
        var pool = CoreDriver.Ready(3);
        pool.Job(2, new JobTerms { ChunkSize = 1 });
        pool.Core.Terminate(pool.Now);
        Assert.Single(pool.Take<PoolCommand.Stop>());

        pool.Pass(TimeSpan.FromMilliseconds(249));
        Assert.Empty(pool.Take<PoolCommand.Kill>());
        pool.Pass(CoreDriver.Millisecond);

        Assert.Equal(3, pool.Take<PoolCommand.Kill>().Count);
    }

    [Fact]
    public void Cancel_BatchBehindComesBack_DoesNotExtendTheGrace()
    {
        var pool = CoreDriver.Ready(1);
        var slow = pool.Job(1, new JobTerms { ChunkSize = 1 });
        var behind = pool.Job(1, new JobTerms { ChunkSize = 1 });
        pool.Core.Cancel(slow, Grace, pool.Now);
        pool.Returned(0, 0, 0);
        pool.Wait(Grace / 2);
        pool.Core.Cancel(behind, Grace, pool.Now);
        pool.Returned(0, 1, 1);
        pool.Take();

        pool.Pass(Grace / 2);

        Assert.Single(pool.Take<PoolCommand.Kill>());
    }

    [Fact]
    public void Cancel_WorkerDoesNotGiveBackWhatWaits_IsBoundedAllTheSame()
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(1, new JobTerms { ChunkSize = 1 });
        var behind = pool.Job(1, new JobTerms { ChunkSize = 1 });
        pool.Core.Cancel(behind, Grace, pool.Now);

        pool.Pass(TimeSpan.FromSeconds(5));
        Assert.Empty(pool.Take<PoolCommand.Kill>());
        pool.Pass(Grace);

        Assert.Single(pool.Take<PoolCommand.Kill>());
        pool.Died(0, running: 0);
        var commands = pool.Take();
        var cancelled = Assert.Single(commands.OfType<PoolCommand.Settle>());
        Assert.Equal((behind, OutcomeStatus.Cancelled), (cancelled.Job, cancelled.Status));
        Assert.Equal(behind, Assert.Single(commands.OfType<PoolCommand.EndJob>()).Job);
    }

    [Fact]
    public void Supply_AfterTheEndOfACancelledJob_IsIgnored()
    {
        var pool = CoreDriver.Ready(1);
        var job = pool.Core.Submit(new JobTerms());
        pool.Core.Cancel(job, Grace, pool.Now);
        Assert.Single(pool.Take<PoolCommand.EndJob>());

        pool.Core.Supply(job, 3, pool.Now);

        Assert.Empty(pool.Take());
    }

    [Fact]
    public void Violated_EarlierGeneration_ChangesNothing()
    {
        var pool = CoreDriver.Ready(2);
        pool.Job(4, new JobTerms { ChunkSize = 4 });
        pool.Wait(TimeSpan.FromSeconds(1));
        pool.Take();

        pool.Core.Violated(0, 0, "late", pool.Now);

        Assert.Empty(pool.Take());
    }

    [Fact]
    public void Fault_ItemsWaitingAndHeld_AllAreLost()
    {
        var pool = CoreDriver.Ready(2);
        pool.Job(10, new JobTerms { ChunkSize = 2 });
        for (var failure = 0; failure < 5; failure++)
            pool.Core.StartFailed(1, pool.Generation(1), permanent: true, pool.Now);
        pool.Died(0, running: 0);

        var commands = pool.Take();
        Assert.Single(commands.OfType<PoolCommand.Fault>());
        var settled = commands.OfType<PoolCommand.Settle>().ToList();
        Assert.All(settled, s => Assert.Equal(OutcomeStatus.WorkerLost, s.Status));
        Assert.Equal(10, settled.Sum(s => s.Items.Count));
        Assert.True(Assert.Single(settled, s => s.MayHaveExecuted).Items is { First: 0, Count: 1 });
        Assert.Single(commands.OfType<PoolCommand.EndJob>());
    }

    [Fact]
    public void Died_IdleAfterASecondOfReadiness_IsReplacedWithoutEnd()
    {
        var pool = CoreDriver.Ready(1);
        for (var death = 0; death < 20; death++)
        {
            pool.Wait(TimeSpan.FromSeconds(1));
            pool.Died(0);
            pool.Restart(0);
        }

        Assert.False(pool.Core.IsFaulted);
    }

    [Fact]
    public void Died_RightAfterEveryStart_FaultsThePool()
    {
        var pool = CoreDriver.Ready(1, t => t with { Backoff = n => TimeSpan.FromMilliseconds(1 << n) });
        for (var death = 0; death < 4; death++)
        {
            pool.Died(0);
            pool.Restart(0);
        }

        Assert.False(pool.Core.IsFaulted);
        Assert.Equal([2.0, 4.0, 8.0, 16.0], pool.Take<PoolCommand.Start>().Select(s => s.Delay.TotalMilliseconds));
        pool.Died(0);
        Assert.Single(pool.Take<PoolCommand.Fault>());
    }
}
