using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling;

/// <summary>Who fills which place: spares, budgets, other sizes, idle workers.</summary>
public sealed class StaffingTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly JobTerms One = new() { ChunkSize = 1 };

    private static PoolTerms Elastic(PoolTerms terms) => terms with { MinWorkers = 1, IdleTimeout = Second };

    [Fact]
    public void Open_WithSpares_WorkersStartBeforeThem()
    {
        var pool = new CoreDriver(2, t => t with { Spares = 1 });
        Assert.Equal([0, 1], pool.Take<PoolCommand.Start>().Select(s => s.Place));

        pool.StartAll();

        Assert.Equal(WorkerState.Spare, Assert.Single(pool.Take<PoolCommand.Start>()).Place);
    }

    [Fact]
    public void Open_WithASpareDelay_HoldsForTheFirstSparesOnly()
    {
        var delay = TimeSpan.FromMilliseconds(100);
        var pool = new CoreDriver(2, t => t with { Spares = 1, SpareDelay = delay });
        Assert.All(pool.Take<PoolCommand.Start>(), start => Assert.Equal(TimeSpan.Zero, start.Delay));
        pool.StartAll();
        var spare = Assert.Single(pool.Take<PoolCommand.Start>());
        Assert.Equal((delay, false), (spare.Delay, spare.BacksOff));
        pool.StartAll();

        pool.Died(1);

        Assert.Equal(
            (WorkerState.Spare, TimeSpan.Zero),
            Assert.Single(pool.Take<PoolCommand.Start>().Select(s => (s.Place, s.Delay)))
        );
    }

    [Fact]
    public void Open_WithASpareDelayAndNoWorkersToWaitFor_TheSpareStartsAtOnce()
    {
        var pool = new CoreDriver(2, t => t with { MinWorkers = 0, Spares = 1, SpareDelay = TimeSpan.FromMilliseconds(100) });

        Assert.Equal(TimeSpan.Zero, Assert.Single(pool.Take<PoolCommand.Start>()).Delay);
    }

    [Fact]
    public void Died_SpareReady_TakesThePlaceAtOnceAndIsReplaced()
    {
        var pool = CoreDriver.Ready(2, t => t with { Spares = 1 });
        pool.Job(3, One with { Retries = 1 });
        pool.Take();

        pool.Died(1, running: 0);

        Assert.Equal(new PoolCommand.Promote(2, 1, 1), Assert.Single(pool.Take<PoolCommand.Promote>()));
        Assert.Equal(1, pool.Core.Restarts(1));
        Assert.Equal(2, Assert.Single(pool.All.OfType<PoolCommand.Send>(), s => s.Items.Attempt == 2).Worker);
        Assert.Equal((1, WorkerState.Spare), pool.All.OfType<PoolCommand.Start>().Select(s => (s.Worker, s.Place)).Last());
    }

    [Fact]
    public void Died_SpareStillStarting_IsNotPromoted()
    {
        var pool = CoreDriver.Ready(1, t => t with { Spares = 1 });
        pool.Died(1);
        pool.Take();

        pool.Died(0);

        Assert.Empty(pool.Take<PoolCommand.Promote>());
        Assert.Equal(0, pool.All.OfType<PoolCommand.Start>().Last().Place);
    }

    [Fact]
    public void StartFailed_ForGood_FaultsAtOnceOnlyWhileNobodyHasStarted()
    {
        var never = new CoreDriver(2);
        never.Core.StartFailed(1, 1, permanent: true, never.Now);
        Assert.True(never.Core.IsFaulted);

        var once = CoreDriver.Ready(2);
        once.Died(1);
        once.Core.StartFailed(1, once.Generation(1), permanent: true, once.Now);
        Assert.False(once.Core.IsFaulted);
    }

    [Fact]
    public void StartFailed_AgainAndAgain_WhoeverIsToldToGoThenFaultsNothing()
    {
        var pool = CoreDriver.Ready(2);
        pool.Wait(TimeSpan.FromSeconds(2));
        pool.Died(1);
        for (var failure = 0; failure < 8; failure++)
            pool.Core.StartFailed(1, pool.Generation(1), permanent: false, pool.Now);

        pool.Core.Resize(0, pool.Now);
        pool.Died(0);
        pool.Core.StartFailed(1, pool.Generation(1), permanent: false, pool.Now);

        Assert.False(pool.Core.IsFaulted);
        pool.Take();
        pool.Core.Resize(1, pool.Now);
        Assert.Single(pool.Take().OfType<PoolCommand.Start>());
    }

    [Fact]
    public void StartFailed_AgainAndAgainBesideAWorkerAtWork_CostsNobodyAnything()
    {
        var pool = CoreDriver.Ready(2, t => t with { Backoff = n => n * CoreDriver.Millisecond });
        pool.Job(3, new JobTerms { ChunkSize = 1 });
        pool.Results(0, 0, 1);
        // It has been up for so long that its end says nothing of starting.
        pool.Wait(TimeSpan.FromSeconds(1));
        pool.Died(1);
        pool.Take();

        for (var failure = 0; failure < 8; failure++)
            pool.Core.StartFailed(1, pool.Generation(1), permanent: false, pool.Now);

        Assert.False(pool.Core.IsFaulted);
        var commands = pool.Take();
        Assert.Empty(commands.OfType<PoolCommand.Kill>());
        Assert.Equal(4, commands.OfType<PoolCommand.Shortage>().Count());
        Assert.Equal(
            [1.0, 2, 3, 4, 5, 6, 7, 8],
            commands.OfType<PoolCommand.Start>().Select(s => s.Delay / CoreDriver.Millisecond)
        );

        // It is the last one that was up.
        pool.Died(0);
        pool.Core.StartFailed(1, pool.Generation(1), permanent: false, pool.Now);
        Assert.True(pool.Core.IsFaulted);
    }

    [Fact]
    public void StartFailed_OfManyAtOnce_FaultsOnlyWhenItLasts()
    {
        var pool = new CoreDriver(8, t => t with { StartPatience = TimeSpan.FromMilliseconds(350) });
        for (var worker = 0; worker < 8; worker++)
            pool.Core.StartFailed(worker, pool.Generation(worker), permanent: false, pool.Now);
        Assert.False(pool.Core.IsFaulted);

        pool.Wait(TimeSpan.FromMilliseconds(349));
        pool.Core.StartFailed(0, pool.Generation(0), permanent: false, pool.Now);
        Assert.False(pool.Core.IsFaulted);

        pool.Wait(CoreDriver.Millisecond);
        pool.Core.StartFailed(0, pool.Generation(0), permanent: false, pool.Now);
        Assert.True(pool.Core.IsFaulted);
    }

    [Fact]
    public void Leaving_ASecondTime_IsAViolation()
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(3, new JobTerms { ChunkSize = 1 });
        pool.Results(0, 0, 1);
        pool.Leaving(0);
        // It has not been told of that yet, or the second one would be of nobody.
        var generation = pool.Generation(0);
        pool.Take();

        pool.Core.Leaving(0, generation, pool.Now);

        Assert.Single(pool.Take<PoolCommand.Kill>());
    }

    [Fact]
    public void Leaving_BeforeAnyItemIsDone_IsAViolation()
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(3);

        pool.Core.Leaving(0, pool.Generation(0), pool.Now);

        Assert.Single(pool.Take<PoolCommand.Kill>());
    }

    [Fact]
    public void StartFailed_Spare_NeverFaultsThePool()
    {
        var pool = new CoreDriver(1, t => t with { Spares = 1 });
        pool.Restart(0);

        for (var failure = 1; failure < 5; failure++)
            pool.Core.StartFailed(1, failure, permanent: true, pool.Now);

        Assert.False(pool.Core.IsFaulted);
        Assert.Equal([0, -1, -1, -1, -1], pool.Take<PoolCommand.Start>().Select(s => s.Place));

        // What a worker did shows that starting goes well again.
        pool.Job(1);
        pool.Results(0, 0, 1);
        Assert.Equal(WorkerState.Spare, Assert.Single(pool.Take<PoolCommand.Start>()).Place);
    }

    [Fact]
    public void Send_LastItemsOfABudget_ASuccessorStarts()
    {
        var pool = CoreDriver.Ready(1, t => t with { ItemsPerWorker = 3 });
        pool.Job(5, new JobTerms { ChunkSize = 2 });

        Assert.Equal([2, 1], pool.Take<PoolCommand.Send>().Select(s => s.Items.Count));
        Assert.Equal(WorkerState.Spare, Assert.Single(pool.All.OfType<PoolCommand.Start>(), s => s.Worker == 1).Place);
        pool.StartAll();
        pool.Results(0, 0, 2);
        Assert.Empty(pool.Take<PoolCommand.Stop>());
        pool.Results(0, 2, 1);

        var commands = pool.Take();
        Assert.Equal(0, Assert.Single(commands.OfType<PoolCommand.Stop>()).Worker);
        Assert.Equal((1, 0), commands.OfType<PoolCommand.Promote>().Select(p => (p.Worker, p.Place)).Single());
        Assert.Equal((1, 2), commands.OfType<PoolCommand.Send>().Select(s => (s.Worker, s.Items.Count)).Single());
    }

    [Fact]
    public void Leaving_ItemsNotBegun_RunElsewhereOnce()
    {
        var pool = CoreDriver.Ready(1);
        var job = pool.Job(4, new JobTerms { ChunkSize = 4 });
        pool.Results(0, 0, 1);

        pool.Leaving(0);
        Assert.Equal(0, Assert.Single(pool.Take<PoolCommand.Stop>()).Worker);
        pool.Died(0, finished: 1);
        pool.StartAll();

        var sent = Assert.Single(pool.Take<PoolCommand.Send>());
        Assert.Equal(new ItemRange(1, 3), sent.Items);
        pool.Results(sent.Worker, 0, 3);
        Assert.True(job.Ended);
    }

    [Fact]
    public void Leaving_WorkerToldToStopThatStays_IsKilledAfterItsGrace()
    {
        var pool = CoreDriver.Ready(1, t => t with { ItemsPerWorker = 1 });
        pool.Job(1);
        pool.Results(0, 0, 1);
        Assert.Single(pool.Take<PoolCommand.Stop>());

        pool.Leaving(0);
        pool.Pass(Second);

        Assert.Single(pool.Take<PoolCommand.Kill>());
    }

    [Fact]
    public void Resize_ToLess_WhoIsTooManyGivesBackAndGoes()
    {
        var pool = CoreDriver.Ready(3);
        pool.Job(9, new JobTerms { ChunkSize = 3 });
        pool.Take();

        pool.Core.Resize(1, pool.Now);
        Assert.Equal([1, 2], pool.Take<PoolCommand.TakeBack>().Select(t => t.Worker));
        pool.Returned(1, 1, 2);
        Assert.Equal(1, pool.Core.Places);
        Assert.False(pool.Core.IsStaffed);
        pool.Results(1, 0, 1);
        Assert.Equal(1, Assert.Single(pool.Take<PoolCommand.Stop>()).Worker);
        pool.Results(2, 0, 3);
        pool.Died(1);
        pool.Died(2);

        Assert.True(pool.Core.IsStaffed);
        Assert.All(pool.Take<PoolCommand.Send>(), s => Assert.Equal(0, s.Worker));
    }

    [Fact]
    public void Resize_ToMore_PlacesAreFilled()
    {
        var pool = CoreDriver.Ready(1);

        pool.Core.Resize(3, pool.Now);

        Assert.Equal([1, 2], pool.Take<PoolCommand.Start>().Select(s => s.Place));
        Assert.False(pool.Core.IsStaffed);
        pool.StartAll();
        Assert.True(pool.Core.IsStaffed);
    }

    [Fact]
    public void Resize_ToNoneAndClosed_WhatWaitsIsFinished()
    {
        var pool = CoreDriver.Ready(2, t => t with { Spares = 1 });
        pool.Core.Resize(0, pool.Now);
        Assert.Equal(3, pool.Take<PoolCommand.Stop>().Count);
        for (var id = 0; id < 3; id++)
            pool.Died(id);
        var job = pool.Job(1);
        Assert.Empty(pool.Take<PoolCommand.Send>());
        pool.Core.Close(pool.Now);
        pool.StartAll();
        pool.Results(pool.Take<PoolCommand.Send>().Single().Worker, 0, 1);

        Assert.True(job.Ended);
    }

    [Fact]
    public void Grow_ItemsWait_AsManyStartAsCanBegin()
    {
        var pool = new CoreDriver(4, t => t with { MinWorkers = 0, IdleTimeout = Second });
        Assert.Empty(pool.Take());

        pool.Job(2, One);
        Assert.Equal([0, 1], pool.Take<PoolCommand.Start>().Select(s => s.Place));
        pool.Job(9, One with { Parallelism = 1 });
        Assert.Single(pool.Take<PoolCommand.Start>());
    }

    [Fact]
    public void Tick_IdleBeyondTheFewest_Leave()
    {
        var pool = new CoreDriver(3, t => Elastic(t) with { LeasesPerWorker = 1 });
        pool.Job(3, One);
        pool.StartAll();
        for (var id = 0; id < 3; id++)
            pool.Results(id, 0, 1);
        pool.Take();

        pool.Pass(0.9 * Second);
        Assert.Empty(pool.Take());
        pool.Pass(0.2 * Second);

        Assert.Equal(2, pool.Take<PoolCommand.Stop>().Count);
        pool.Pass(60 * Second);
        Assert.Empty(pool.Take<PoolCommand.Stop>());
    }

    [Fact]
    public void Supply_IdleForTooLongButNotYetTold_GetsTheItemsAndStays()
    {
        var pool = new CoreDriver(1, t => t with { MinWorkers = 0, IdleTimeout = Second });
        pool.Job(1);
        pool.StartAll();
        pool.Results(0, 0, 1);
        pool.Take();

        pool.Wait(2 * Second);
        pool.Job(1);

        Assert.Empty(pool.Take<PoolCommand.Stop>());
        Assert.Single(pool.All.OfType<PoolCommand.Send>(), s => s.Sequence == 1);
    }

    [Fact]
    public void Grow_SpareTookThePlace_AnotherSpareStartsAtOnce()
    {
        var pool = new CoreDriver(1, t => t with { MinWorkers = 0, Spares = 1 });
        pool.StartAll();
        pool.Take();

        pool.Job(1);

        var commands = pool.Take();
        Assert.Single(commands.OfType<PoolCommand.Promote>());
        Assert.Single(commands.OfType<PoolCommand.Send>());
        Assert.Equal(WorkerState.Spare, Assert.Single(commands.OfType<PoolCommand.Start>()).Place);
    }

    [Fact]
    public void Grow_ItemsWaitBehindASlowOne_ANewWorkerGetsThem()
    {
        var pool = CoreDriver.Ready(2, Elastic);
        pool.Job(5, new JobTerms { ChunkSize = 5 });
        Assert.Single(pool.Take<PoolCommand.Send>());

        pool.Pass(Second);
        var asked = Assert.Single(pool.Take<PoolCommand.TakeBack>());
        pool.Returned(0, asked.Sequence, 4);

        Assert.Equal(1, Assert.Single(pool.Take<PoolCommand.Start>()).Place);
        pool.StartAll();
        Assert.Equal(new ItemRange(1, 4), Assert.Single(pool.Take<PoolCommand.Send>()).Items);
    }

    [Fact]
    public void Kill_WorkerThatWasToldToStop_IsNotInItsPlaceAgain()
    {
        var pool = CoreDriver.Ready(1, t => t with { ItemsPerWorker = 1 });
        pool.Job(2, One with { Timeout = Second });
        pool.StartAll();
        pool.Results(0, 0, 1);
        Assert.Single(pool.Take<PoolCommand.Promote>());

        pool.Pass(Second);

        Assert.Equal(0, Assert.Single(pool.Take<PoolCommand.Kill>()).Worker);
        pool.Died(1, running: 0);
        Assert.Equal(0, pool.All.Concat(pool.Take()).OfType<PoolCommand.Start>().Last(s => s.Place >= 0).Place);
        Assert.Equal(2, pool.Core.Restarts(0));
    }

    [Fact]
    public void Kill_WorkerThatGotItsLastItems_ItsSuccessorIsKept()
    {
        var pool = CoreDriver.Ready(1, t => t with { ItemsPerWorker = 1 });
        pool.Job(1, One with { Timeout = Second });
        pool.Core.Running(0, 1, 0, pool.Now - Second, pool.Now);

        pool.StartAll();

        Assert.Empty(pool.Take<PoolCommand.Stop>());
        pool.Died(0, running: 0);
        Assert.Equal(1, Assert.Single(pool.Take<PoolCommand.Promote>()).Worker);
    }

    [Fact]
    public void Resize_Again_WhoIsAlreadyTooManyIsNotAskedAgain()
    {
        var pool = CoreDriver.Ready(3);
        pool.Job(9, new JobTerms { ChunkSize = 3 });
        pool.Core.Resize(1, pool.Now);
        pool.Take();

        pool.Core.Resize(2, pool.Now);
        pool.Core.Resize(1, pool.Now);

        Assert.Equal(1, Assert.Single(pool.Take<PoolCommand.TakeBack>()).Worker);
    }

    [Fact]
    public void Fill_JobWithALimitAndAShrunkPool_CountsTheSurplusToo()
    {
        var pool = CoreDriver.Ready(3);
        pool.Job(1, One);
        var limited = pool.Job(9, One with { Parallelism = 2 });
        Assert.Equal(2, pool.Core.Workers.Count(w => w.Holds(limited)));

        pool.Core.Resize(1, pool.Now);
        pool.Results(0, 0, 1);

        Assert.Equal(2, pool.Core.Workers.Count(w => w.Holds(limited)));
    }

    [Fact]
    public void Share_BatchOfALimitedJobBehindASlowItem_MovesAsAWhole()
    {
        var pool = CoreDriver.Ready(2);
        pool.Job(2, One);
        pool.Job(4, new JobTerms { ChunkSize = 4, Parallelism = 1 });
        Assert.Equal([0, 1, 0], pool.Take<PoolCommand.Send>().Select(s => s.Worker));

        pool.Results(1, 0, 1);
        pool.Pass(Second);
        var asked = Assert.Single(pool.Take<PoolCommand.TakeBack>());
        Assert.Equal((0, 1L), (asked.Worker, asked.Sequence));
        pool.Returned(0, 1, 4);

        var sent = Assert.Single(pool.Take<PoolCommand.Send>());
        Assert.Equal((1, 4), (sent.Worker, sent.Items.Count));
    }
}
