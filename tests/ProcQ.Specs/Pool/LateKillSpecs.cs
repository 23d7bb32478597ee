using ProcQ.Specs.Support;

namespace ProcQ.Specs.Pool;

/// <summary>
/// A pool that ends in the moment between "the worker is in" and "the pool knows its session". A kill that is lost there leaves a worker nobody will ever
/// end, and a pool that waits for it: once a run in some thousand on a busy machine, here every time.
/// </summary>
[Collection(Alone.Name)]
public sealed class LateKillSpecs : PoolSpec
{
    // No other timer of the pool is set for as long as this.
    private static readonly TimeSpan Mark = TimeSpan.FromSeconds(47.11);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_pool_that_ends_while_its_workers_come_in_ends(int workers)
    {
        using var busy = new BusyThreadPool();
        var ended = 0;
        ProcessPool? pool = null;
        using var made = new ManualResetEventSlim();
        var clock = new LastTimer(
            Mark,
            () =>
            {
                made.Wait();
                // What is queued from here on waits behind this: also what would tell the start that it is not wanted any more.
                if (Interlocked.Increment(ref ended) == 1)
                    busy.UntilThisThreadIsFree();
                pool!.Terminate();
            }
        );

        pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = workers,
                StartTimeout = Mark,
                TimeProvider = clock,
            }
        );
        made.Set();

        await pool.Completion.Soon();
        Assert.True(ended >= 1);
        Assert.Empty(Alive());
    }
}
