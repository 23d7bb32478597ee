using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling;

/// <summary>Workers whose progress pages lie: whatever they say, they do not outlive their time limits for ever.</summary>
public class LyingPageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);
    private static readonly JobTerms Limited = new() { ChunkSize = 3, Timeout = Limit };

    [Fact]
    public void Running_ItemThatChangesAtEveryLook_DoesNotOutliveTheLimitsOfTheBatchTogether()
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(3, Limited);
        pool.Take();

        var kill = KilledAfter(pool, look => pool.Core.Running(0, pool.Generation(0), look % 3, pool.Now, pool.Now));

        Assert.Equal((3 * Limit) + TimeSpan.FromSeconds(5), kill);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Running_LimitsThatAreOnlyAskedForOrAsLongAsCanBe_KillNobody(bool asked)
    {
        var pool = CoreDriver.Ready(1);
        pool.Job(
            3,
            asked
                ? Limited with
                {
                    TimeoutGrace = Timeout.InfiniteTimeSpan,
                }
                : Limited with
                {
                    Timeout = TimeSpan.MaxValue,
                    TimeoutGrace = TimeSpan.MaxValue,
                }
        );
        pool.Take();
        pool.Wait(TimeSpan.FromDays(1));

        pool.Core.Running(0, pool.Generation(0), 1, pool.Now, pool.Now);

        Assert.Empty(pool.Take());
    }

    /// <summary>Looks at the worker every ten milliseconds until it is killed, and says when that was.</summary>
    private static TimeSpan KilledAfter(CoreDriver pool, Action<int> look)
    {
        var start = pool.Now;
        for (var looks = 0; looks < 10_000; looks++)
        {
            look(looks);
            if (pool.Take<PoolCommand.Kill>().Count > 0)
                return pool.Now - start;
            pool.Wait(10 * CoreDriver.Millisecond);
        }

        throw new TimeoutException("It was never killed.");
    }
}
