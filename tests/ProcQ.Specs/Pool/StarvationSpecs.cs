using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>The thread pool of this process has no thread to spare.</summary>
[Collection(Alone.Name)]
public sealed class StarvationSpecs : PoolSpec
{
    [Theory]
    [InlineData(true, 8)]
    [InlineData(false, 2)]
    public async Task Blocking_maps_on_every_thread_of_the_thread_pool_all_end(bool warm, int times)
    {
        var pool = NewPool(2);
        if (warm)
            await pool.WarmUpAsync().Soon();
        ThreadPool.GetMinThreads(out var threads, out _);
        using var done = new CountdownEvent(threads * times);
        var wrong = 0;
        for (var i = 0; i < done.InitialCount; i++)
        {
            var add = i;
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    if (!pool.Map(x => x + add, Enumerable.Range(0, 50)).SequenceEqual(Enumerable.Range(add, 50)))
                        Interlocked.Increment(ref wrong);
                    done.Signal();
                },
                null
            );
        }

        Assert.True(done.Wait(Patience.Limit));
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void A_pool_goes_on_and_ends_while_the_thread_pool_is_blocked()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, ShutdownGrace = TimeSpan.Zero });
        pool.WarmUpAsync().Soon().GetAwaiter().GetResult();
        using var block = new ManualResetEventSlim();
        try
        {
            ThreadPool.GetMinThreads(out var threads, out _);
            for (var i = 0; i < threads * 4; i++)
                ThreadPool.UnsafeQueueUserWorkItem(_ => block.Wait(), null);

            // On a thread of its own, as everybody else here is blocked.
            Assert.Equal(Enumerable.Range(0, 1000), pool.Map(x => x, Enumerable.Range(0, 1000)));
            Assert.Throws<TaskTimeoutException>(() =>
                pool.Map(Crimes.Commit, new[] { Crime.Sleep }, new MapOptions { Timeout = TimeSpan.FromMilliseconds(100) })
            );
            pool.Dispose();
        }
        finally
        {
            block.Set();
        }

        Assert.Empty(Alive());
    }
}
