using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Bugs that an independent reading found before anybody met them; each of these failed once.</summary>
public sealed class FoundByReadingSpecs : PoolSpec
{
    [Fact]
    public void An_item_that_fails_long_after_its_neighbour_succeeded_is_failed_and_no_more()
    {
        var pool = NewPool(1);
        var pid = pool.Apply(() => Environment.ProcessId);

        var outcomes = pool.MapOutcomes(
            static slow =>
            {
                if (!slow)
                    return 1;
                // Longer than the time after which results before it are sent by another thread.
                WorkerContext.Current!.CancellationToken.WaitHandle.WaitOne(50);
                throw new FormatException("after a while");
            },
            [false, true, false, true],
            new MapOptions { ChunkSize = 4 }
        );

        Assert.Equal(
            [OutcomeStatus.Succeeded, OutcomeStatus.Failed, OutcomeStatus.Succeeded, OutcomeStatus.Failed],
            outcomes.Select(o => o.Status)
        );
        Assert.IsType<FormatException>(outcomes[1].Error);
        Assert.Equal(pid, pool.Apply(() => Environment.ProcessId));
    }

    [Fact]
    public void A_closed_pool_ends_although_more_results_than_it_may_hold_were_never_read()
    {
        var pool = NewPool(2);

        using var unread = pool.Imap(static i => new byte[1 << 20], Enumerable.Range(0, 60));
        pool.Close();

        Assert.True(pool.Join(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void A_worker_that_was_stopped_before_an_item_began_does_not_escape_the_limit()
    {
        var pool = NewPool(1);
        var pid = pool.Apply(() => Environment.ProcessId);
        Crimes.Stop(pid);

        Assert.Throws<TaskTimeoutException>(() =>
            pool.ApplyAsync(() => 1, new TaskOptions { Timeout = TimeSpan.FromMilliseconds(300) }).GetAwaiter().GetResult()
        );

        Assert.NotEqual(pid, pool.Apply(() => Environment.ProcessId));
    }

    [Fact]
    public void A_function_that_captures_more_than_fits_is_refused_and_the_pool_is_none_the_worse()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxFrameBytes = 64 * 1024 });
        var large = new byte[100_000];

        var refused = Assert.Throws<NotTransferableException>(() => pool.Apply(() => large.Length));

        Assert.Contains("MaxFrameBytes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, pool.Apply(() => 1));
    }

    [Fact]
    public void Calls_that_fail_early_a_thousand_times_cost_no_worker()
    {
        var pool = NewPool(2);
        var pids = Pids(pool);

        for (var round = 0; round < 2000; round++)
        {
            Assert.Throws<FormatException>(() =>
                pool.Map(static x => x == 3 ? throw new FormatException() : x, Enumerable.Range(0, 200))
            );
        }

        Assert.Equal(pids, Pids(pool));

        static int[] Pids(ProcessPool pool)
        {
            pool.WarmUpAsync().GetAwaiter().GetResult();
            return [.. pool.GetStats().Workers.Select(w => w.ProcessId)];
        }
    }

    [Fact]
    public void An_array_of_a_derived_type_is_an_input_like_any_other()
    {
        var pool = NewPool(1);
        IEnumerable<object> words = new[] { "a", "b" };

        Assert.Equal(["a!", "b!"], pool.Map(static word => $"{word}!", words));
    }

    [Fact]
    public void Closures_larger_than_what_is_kept_of_them_still_run_every_time()
    {
        var pool = NewPool(1);

        for (var round = 1; round <= 4; round++)
        {
            var large = new byte[600_000 + round];
            Assert.Equal([large.Length + 1, large.Length + 2], pool.Map(x => large.Length + x, [1, 2]));
        }
    }
}
