using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Somebody sets the clock of the machine.</summary>
public sealed class ClockSpecs : PoolSpec
{
    [Fact]
    public void G16_Time_limits_do_not_follow_the_wall_clock()
    {
        var clock = new JumpingClock();
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 2,
                TimeProvider = clock,
                TaskTimeout = TimeSpan.FromMinutes(30),
            }
        );

        Assert.Equal(Enumerable.Range(0, 100), pool.Map(x => x, Enumerable.Range(0, 100)));
        var limit = new MapOptions { Timeout = TimeSpan.FromMilliseconds(300) };
        Assert.Throws<TaskTimeoutException>(() => pool.Map(Crimes.Commit, new[] { Crime.Sleep }, limit));
        Assert.Equal(Enumerable.Range(0, 100), pool.Map(x => x, Enumerable.Range(0, 100)));
        pool.Dispose();

        // An hour forth and back at every look, had anybody looked.
        Assert.Equal(0, clock.Looks);
    }

    /// <summary>The system's clock, of which the wall clock is an hour off, and never twice the same.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private int _looks;

        public int Looks => _looks;

        public override DateTimeOffset GetUtcNow()
        {
            var hours = Interlocked.Increment(ref _looks) % 2 == 0 ? 1 : -1;
            return base.GetUtcNow().AddHours(hours);
        }
    }
}
