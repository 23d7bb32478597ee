using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling;

/// <summary>Attempts that wait for their time.</summary>
public sealed class PostponedTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly JobTerms Twice = new()
    {
        ChunkSize = 1,
        Retries = 2,
        RetryDelay = Second,
    };

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 2)]
    [InlineData(1, 4, 8)]
    [InlineData(1, 7, 60)]
    [InlineData(1, int.MaxValue, 60)]
    [InlineData(50, 2, 60)]
    [InlineData(90, 1, 90)]
    [InlineData(90, 9, 90)]
    public void Delay_FirstAndAttempt_DoublesUpToAMinute(int first, int attempt, int delay) =>
        Assert.Equal(delay * Second, Postponed.Delay(first * Second, attempt));

    [Fact]
    public void Died_RetryWithADelay_RunsAgainWhenItIsDue()
    {
        var pool = CoreDriver.Ready(1);
        var job = pool.Job(1, Twice);
        pool.Died(0, running: 0);
        pool.StartAll();
        pool.Take();

        pool.Pass(0.9 * Second);
        Assert.Empty(pool.Take());
        pool.Pass(0.1 * Second);
        Assert.Equal(2, Assert.Single(pool.Take<PoolCommand.Send>()).Items.Attempt);

        pool.Died(0, running: 0);
        pool.StartAll();
        pool.Take();
        pool.Pass(1.9 * Second);
        Assert.Empty(pool.Take());
        pool.Pass(0.1 * Second);
        Assert.Equal(3, Assert.Single(pool.Take<PoolCommand.Send>()).Items.Attempt);
        pool.Results(0, 0, 1);
        Assert.True(job.Ended);
    }

    [Fact]
    public void Died_RetryWithADelay_OthersDoNotWait()
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(2, Twice);
        pool.Died(0, running: 0);
        pool.Take();

        pool.StartAll();

        Assert.Equal(1, Assert.Single(pool.Take<PoolCommand.Send>()).Items.First);
    }

    [Fact]
    public void Cancel_ItemWaitsForItsTime_IsSettledOnce()
    {
        var pool = CoreDriver.Ready(1);
        var job = pool.Job(1, Twice);
        pool.Died(0, running: 0);
        pool.Take();

        pool.Core.Cancel(job, TimeSpan.Zero, pool.Now);

        var settled = Assert.Single(pool.Take<PoolCommand.Settle>());
        Assert.Equal((OutcomeStatus.Cancelled, true, 2), (settled.Status, settled.MayHaveExecuted, settled.Items.Attempt));
        Assert.True(job.Ended);
        pool.StartAll();
        pool.Pass(10 * Second);
        Assert.Empty(pool.Take());
    }

    [Fact]
    public void Terminate_ItemWaitsForItsTime_ThePoolEnds()
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(1, Twice with { RetryDelay = TimeSpan.FromDays(1) });
        pool.Died(0, running: 0);

        pool.Core.Terminate(pool.Now);
        pool.Died(0);

        var commands = pool.Take();
        Assert.Single(commands.OfType<PoolCommand.Settle>());
        Assert.Single(commands.OfType<PoolCommand.EndPool>());
        Assert.Null(pool.Core.NextTick(pool.Now));
    }

    [Fact]
    public void Close_ItemWaitsForItsTime_ItIsFinishedFirst()
    {
        var pool = CoreDriver.Ready(1);
        var job = pool.Job(1, Twice);
        pool.Died(0, running: 0);
        pool.Core.Close(pool.Now);
        pool.StartAll();

        pool.Pass(Second);
        pool.Results(0, 0, 1);

        Assert.True(job.Ended);
        Assert.Single(pool.Take<PoolCommand.Stop>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Cancel_AttemptThatNeverBegan_DidNotExecute(int delaySeconds)
    {
        var pool = CoreDriver.Ready(1);
        var job = pool.Job(1, Twice with { RetryDelay = delaySeconds * Second, Timeout = Second });
        pool.Pass(5 * Second);
        pool.Core.InNoItem(0, 1, 0, pool.Now);
        pool.Died(0);
        Assert.Single(pool.Take<PoolCommand.Retry>());

        pool.Core.Cancel(job, TimeSpan.Zero, pool.Now);

        Assert.False(Assert.Single(pool.Take<PoolCommand.Settle>()).MayHaveExecuted);
    }
}
