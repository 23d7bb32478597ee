using ProcQ.Scheduling;
using ProcQ.Wire;

namespace ProcQ.Tests.Scheduling;

public sealed class AccountingTests
{
    private static readonly JobTerms Four = new() { ChunkSize = 4 };

    [Fact]
    public void Died_ItemRunning_ChargesItAloneAndTheRestRunsElsewhere()
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(4, Four);
        pool.Results(0, 0, 1);
        pool.Take();

        pool.Died(0, running: 2);
        pool.Restart(0);

        var commands = pool.Take();
        var lost = Assert.Single(commands.OfType<PoolCommand.Settle>());
        Assert.Equal(
            (2, 1, OutcomeStatus.WorkerLost, true),
            (lost.Items.First, lost.Items.Count, lost.Status, lost.MayHaveExecuted)
        );
        Assert.Equal([(1L, 1), (3L, 1)], commands.OfType<PoolCommand.Send>().Select(s => (s.Items.First, s.Items.Count)));
    }

    [Fact]
    public void Died_NobodyCanSayHowFarItCame_RunsNothingAgainThatMayRunOnlyOnce()
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(4, Four with { AtMostOnce = true });
        pool.Results(0, 0, 1);
        pool.Take();

        pool.Died(0, running: null, finished: ProgressSnapshot.Unknown.Finished);
        pool.Restart(0);

        var commands = pool.Take();
        var lost = commands.OfType<PoolCommand.Settle>().ToList();
        Assert.Equal(3, lost.Sum(s => s.Items.Count));
        Assert.All(lost, s => Assert.Equal((OutcomeStatus.WorkerLost, true), (s.Status, s.MayHaveExecuted)));
        Assert.Empty(commands.OfType<PoolCommand.Send>());
    }

    [Fact]
    public void Died_EveryItemCrashes_IsNoFailureToStart()
    {
        var pool = CoreDriver.Ready(2);
        pool.Job(20, new JobTerms { ChunkSize = 1 });
        for (var i = 0; i < 20; i++)
        {
            var worker = pool.Core.Workers.First(w => w.Leases.Count > 0);
            pool.Died(worker.Id, worker.Leases[0].NextSequence);
            pool.Restart(worker.Id);
        }

        Assert.False(pool.Core.IsFaulted);
        var commands = pool.Take();
        Assert.Equal(20, commands.OfType<PoolCommand.Settle>().Count(s => s.Status == OutcomeStatus.WorkerLost));
        Assert.All(commands.OfType<PoolCommand.Start>(), s => Assert.Equal(TimeSpan.Zero, s.Delay));
    }

    [Fact]
    public void Died_RunningInTheSecondBatch_DoesNotRunTheFirstAgainWhenAtMostOnce()
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(4, new JobTerms { ChunkSize = 2, AtMostOnce = true });
        pool.Take();

        pool.Died(0, running: 2);

        var settled = pool.Take<PoolCommand.Settle>();
        Assert.All(settled, s => Assert.Equal((OutcomeStatus.WorkerLost, true), (s.Status, s.MayHaveExecuted)));
        Assert.Equal([0L, 1L, 2L], settled.SelectMany(s => Enumerable.Range(0, s.Items.Count).Select(i => s.Items.First + i)));
    }

    [Fact]
    public void Died_KilledForAnItemThatEndedMeanwhile_RunsTheBystanderAgain()
    {
        var pool = Overdue(new JobTerms { ChunkSize = 4, Timeout = TimeSpan.FromSeconds(1) });

        pool.Results(0, 0, 1);
        pool.Died(0, running: 1);

        pool.Restart(0);
        var commands = pool.Take();
        Assert.Empty(commands.OfType<PoolCommand.Settle>());
        Assert.Equal((1L, 1), commands.OfType<PoolCommand.Send>().Select(s => (s.Items.First, s.Items.Count)).First());
    }

    [Fact]
    public void Died_TheItemItWasKilledForEndedUnreported_TimesOutAllTheSame()
    {
        var pool = Overdue(new JobTerms { ChunkSize = 4, Timeout = TimeSpan.FromSeconds(1) });

        pool.Died(0, running: 2, finished: 2);
        pool.Restart(0);

        var commands = pool.Take();
        var late = Assert.Single(commands.OfType<PoolCommand.Settle>());
        Assert.Equal(
            (0, 1, OutcomeStatus.TimedOut, true),
            (late.Items.First, late.Items.Count, late.Status, late.MayHaveExecuted)
        );
        Assert.Equal((1L, 2), commands.OfType<PoolCommand.Send>().Select(s => (s.Items.First, s.Items.Count)).First());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public void Died_KilledForAnItemThatNeverBegan_ChargesItAsUntouched(long? staleRunning)
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(4, new JobTerms { ChunkSize = 2, Timeout = TimeSpan.FromSeconds(1) });
        pool.Results(0, 0, 2);
        pool.Wait(TimeSpan.FromSeconds(3));
        pool.Core.InNoItem(0, 1, finished: 2, pool.Now);
        Assert.Single(pool.Take<PoolCommand.Kill>());

        pool.Died(0, staleRunning, finished: 2);

        var late = Assert.Single(pool.Take<PoolCommand.Settle>());
        Assert.Equal(
            (2, 1, OutcomeStatus.TimedOut, false),
            (late.Items.First, late.Items.Count, late.Status, late.MayHaveExecuted)
        );
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void NotBegun_ResultsOfFinishedItemsDoNotArrive_CostsTheWorkerAfterTheLimitAndAWhile(bool atMostOnce, int sentAgain)
    {
        var limit = TimeSpan.FromSeconds(1);
        var pool = CoreDriver.Ready(1);
        var terms = new JobTerms
        {
            ChunkSize = 1,
            Timeout = limit,
            AtMostOnce = atMostOnce,
        };
        pool.Job(1, terms);
        pool.Wait(limit + limit);
        pool.Core.InNoItem(0, 1, finished: 1, pool.Now);
        pool.Wait(limit + TimeSpan.FromSeconds(4));
        pool.Core.InNoItem(0, 1, finished: 1, pool.Now);
        Assert.Empty(pool.Take<PoolCommand.Kill>());

        pool.Wait(TimeSpan.FromSeconds(1));
        pool.Core.InNoItem(0, 1, finished: 1, pool.Now);

        Assert.Contains("did not arrive", Assert.Single(pool.Take<PoolCommand.Kill>()).Reason, StringComparison.Ordinal);
        pool.Died(0, finished: 1);
        pool.Restart(0);
        var commands = pool.Take();
        Assert.Equal(sentAgain, commands.OfType<PoolCommand.Send>().Count());
        Assert.Equal(1 - sentAgain, commands.OfType<PoolCommand.Settle>().Count(s => s.Status == OutcomeStatus.WorkerLost));
    }

    [Fact]
    public void Failed_StoppedBecauseItsTimeWasUp_IsTimedOutAlsoWhenTheNextOneIsLateAlready()
    {
        var limit = TimeSpan.FromSeconds(1);
        var pool = CoreDriver.Ready(1);
        var terms = new JobTerms
        {
            ChunkSize = 1,
            Timeout = limit,
            TimeoutGrace = Timeout.InfiniteTimeSpan,
        };
        pool.Job(2, terms);
        pool.Wait(limit);
        pool.Core.Running(0, 1, sequence: 0, since: TimeSpan.Zero, pool.Now);
        pool.Wait(limit);
        pool.Core.Running(0, 1, sequence: 1, since: limit, pool.Now);
        Assert.Equal([0L, 1L], pool.Take<PoolCommand.TimeUp>().Select(t => t.Sequence));

        pool.Core.Failed(0, 1, sequence: 0, pool.Now, stopped: true);
        pool.Core.Failed(0, 1, sequence: 1, pool.Now, stopped: true);

        Assert.Equal([OutcomeStatus.TimedOut, OutcomeStatus.TimedOut], pool.Take<PoolCommand.Settle>().Select(s => s.Status));
    }

    [Fact]
    public void NotBegun_ResultsCameInTheMeantime_StartsAnew()
    {
        var limit = TimeSpan.FromSeconds(1);
        var pool = CoreDriver.Ready(1);
        pool.Job(2, new JobTerms { ChunkSize = 1, Timeout = limit });
        pool.Core.InNoItem(0, 1, finished: 1, pool.Now);
        pool.Wait(TimeSpan.FromSeconds(5.5));
        pool.Results(0, 0, 1);
        pool.Core.InNoItem(0, 1, finished: 2, pool.Now);
        pool.Wait(TimeSpan.FromSeconds(5.5));

        pool.Core.InNoItem(0, 1, finished: 2, pool.Now);

        Assert.Empty(pool.Take<PoolCommand.Kill>());
    }

    [Fact]
    public void NotBegun_OfAWorkerThatOnlyLacksAProcessor_IsGivenMoreTime()
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(1, new JobTerms { Timeout = TimeSpan.FromSeconds(1) });
        pool.Take();

        pool.Wait(TimeSpan.FromSeconds(20));
        pool.Core.InNoItem(0, 1, finished: 0, pool.Now, isRunnable: true);
        Assert.Empty(pool.Take());

        pool.Wait(TimeSpan.FromSeconds(11));
        pool.Core.InNoItem(0, 1, finished: 0, pool.Now, isRunnable: true);
        Assert.Single(pool.Take<PoolCommand.Kill>());
    }

    [Fact]
    public void Died_BystanderThatRunsAtMostOnce_IsLostAndNotTimedOut()
    {
        var pool = Overdue(
            new JobTerms
            {
                ChunkSize = 4,
                Timeout = TimeSpan.FromSeconds(1),
                AtMostOnce = true,
            }
        );

        pool.Results(0, 0, 1);
        pool.Died(0, running: 1);

        Assert.Equal(OutcomeStatus.WorkerLost, Assert.Single(pool.Take<PoolCommand.Settle>()).Status);
    }

    [Fact]
    public void Cancel_ItemsWhoseResultsWereLost_MayHaveExecuted()
    {
        var pool = CoreDriver.Ready(1);
        var job = pool.Job(4, Four);
        pool.Died(0, running: 2);
        pool.Take();

        pool.Core.Cancel(job, TimeSpan.Zero, pool.Now);

        var settled = pool.Take<PoolCommand.Settle>().ToDictionary(s => s.Items.First, s => (s.Items.Count, s.MayHaveExecuted));
        Assert.Equal((2, true), settled[0]);
        Assert.Equal((1, false), settled[3]);
    }

    [Fact]
    public void Died_ThreeTimesBeforeTheSameItem_BlamesItAndNoOther()
    {
        var pool = CoreDriver.Ready(1, t => t with { StartFailureLimit = 10 });
        pool.Job(4, Four);
        for (var death = 0; death < 3; death++)
        {
            Assert.Empty(pool.Take<PoolCommand.Settle>());
            pool.Died(0);
            pool.Restart(0);
        }

        var commands = pool.Take();
        var lost = Assert.Single(commands.OfType<PoolCommand.Settle>());
        Assert.Equal(
            (0, 1, OutcomeStatus.WorkerLost, false),
            (lost.Items.First, lost.Items.Count, lost.Status, lost.MayHaveExecuted)
        );
        Assert.Equal((1L, 3), commands.OfType<PoolCommand.Send>().Select(s => (s.Items.First, s.Items.Count)).Last());
    }

    [Fact]
    public void Died_ItemsEndedButNotReported_RunAgainAndTheLastOfThemAlone()
    {
        var pool = CoreDriver.Ready(1, t => t with { LeasesPerWorker = 4 });
        pool.Job(4, Four);
        pool.Take();

        pool.Died(0, finished: 3);
        pool.Restart(0);

        var commands = pool.Take();
        Assert.Empty(commands.OfType<PoolCommand.Settle>());
        Assert.Equal(
            [(0L, 2, true), (2L, 1, true), (3L, 1, false)],
            commands.OfType<PoolCommand.Send>().Select(s => (s.Items.First, s.Items.Count, s.Items.Touched))
        );
    }

    [Fact]
    public void Died_ItemsEndedButNotReported_AreLostWhenAtMostOnce()
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(4, Four with { AtMostOnce = true });

        pool.Died(0, finished: 1);

        var lost = Assert.Single(pool.Take<PoolCommand.Settle>());
        Assert.Equal(
            (0, 1, OutcomeStatus.WorkerLost, true),
            (lost.Items.First, lost.Items.Count, lost.Status, lost.MayHaveExecuted)
        );
    }

    [Fact]
    public void Returned_MoreThanAsked_CostsTheWorker()
    {
        var pool = CoreDriver.Ready(2);
        pool.Job(4, Four);
        pool.Pass(5 * CoreDriver.Millisecond);
        var asked = Assert.Single(pool.Take<PoolCommand.TakeBack>());

        pool.Returned(0, asked.Sequence - 1, 5 - (int)asked.Sequence);

        Assert.Single(pool.Take<PoolCommand.Kill>());
    }

    private static CoreDriver Overdue(JobTerms terms)
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(4, terms);
        pool.Wait(TimeSpan.FromSeconds(1));
        pool.Core.Running(0, 1, sequence: 0, since: TimeSpan.Zero, pool.Now);
        Assert.Single(pool.Take<PoolCommand.Kill>());
        return pool;
    }
}
