using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>
/// What the tests and examples of Python's processing.Pool, delegate and ezq ask of a pool, in their numbers. What other specs here ask
/// already is not repeated.
/// </summary>
public sealed class SeedSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Fact]
    public async Task PP_03_A_call_goes_on_while_the_caller_does_something_else()
    {
        var call = Pool.ApplyAsync(
            async x =>
            {
                await Task.Delay(50);
                return x * x;
            },
            7
        );

        Assert.False(call.IsCompleted);
        Assert.Equal(49, await call.Soon());
    }

    [Fact]
    public async Task PP_04_A_wait_that_times_out_leaves_call_and_pool_as_they_were()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var call = Pool.ApplyAsync(() =>
        {
            gate.Pass();
            return 36;
        });

        await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(TimeSpan.FromMilliseconds(20)));
        await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(TimeSpan.Zero));
        Assert.Equal(1, Pool.Apply(() => 1));
        keeper.Open();

        Assert.Equal(36, await call.Soon());
    }

    [Fact]
    public void PP_05_PP_06_A_thousand_squares_in_chunks()
    {
        var squares = Enumerable.Range(0, 1000).Select(x => x * x).ToArray();

        Assert.Equal(squares, Pool.Imap(x => x * x, Enumerable.Range(0, 1000), new MapOptions { ChunkSize = 100 }));
        Assert.Equal(
            squares,
            Pool.ImapUnordered(x => x * x, Enumerable.Range(0, 1000), new MapOptions { ChunkSize = 53 }).Order()
        );
    }

    [Fact]
    public void PP_E2_A_hundred_thousand_cubes()
    {
        var cubes = Enumerable.Range(0, 100_000).Select(x => (double)x * x * x).ToArray();

        Assert.Equal(cubes, Pool.Map(x => (double)x * x * x, Enumerable.Range(0, 100_000)));
        Assert.Equal(
            cubes,
            Pool.Imap(x => (double)x * x * x, Enumerable.Range(0, 100_000), new MapOptions { ChunkSize = 12_500 })
        );
    }

    [Fact]
    public void PP_E3_Errors_of_a_function_reach_whoever_asks()
    {
        Assert.Throws<DivideByZeroException>(() => Pool.Apply(x => 1 / (x - 5), 5));
        Assert.Throws<DivideByZeroException>(() => Pool.Map(x => 1 / (x - 5), Enumerable.Range(0, 10)));
        Assert.Throws<DivideByZeroException>(() => Pool.Imap(x => 1 / (x - 5), Enumerable.Range(0, 10)).ToList());
    }

    [Fact]
    public void PP_E4_Twenty_results_waited_for_in_little_steps_come_in_order()
    {
        using var stream = Pool.Imap(
            x =>
            {
                Thread.Sleep(x % 5 * 10);
                return x;
            },
            Enumerable.Range(0, 20)
        );
        var results = new List<int>();
        while (results.Count < 20)
        {
            try
            {
                results.Add(stream.Next(TimeSpan.FromMilliseconds(20)));
            }
            catch (TimeoutException)
            {
                // Once more.
            }
        }

        Assert.Equal(Enumerable.Range(0, 20), results);
    }

    [Fact]
    public async Task PP_E6_A_call_that_runs_when_the_pool_is_closed_ends_and_then_the_workers_do()
    {
        var pool = NewPool(2);
        var call = pool.ApplyAsync(() => Thread.Sleep(200));

        pool.Close();
        pool.Join();

        await call;
        Assert.Empty(Alive());
    }

    [Fact]
    public async Task PP_E7_Ten_sleeps_end_with_their_pool()
    {
        var pool = NewPool(2);
        var calls = Enumerable.Range(0, 10).Select(_ => pool.ApplyAsync(() => Thread.Sleep(10_000_000))).ToArray();

        pool.Terminate();
        pool.Join();

        Assert.Empty(Alive());
        foreach (var call in calls)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public void PP_X12_Twenty_results_that_cannot_travel_cost_no_worker()
    {
        var pool = NewPool(1);

        var outcomes = pool.MapOutcomes(x => new Parcel(x) { Weight = -1 }, Enumerable.Range(0, 20));

        Assert.All(outcomes, o => Assert.IsType<NotTransferableException>(o.Error));
        Assert.All(pool.GetStats().Workers, w => Assert.Equal(0, w.Restarts));
    }

    [Fact]
    public async Task PP_X16_A_result_outlives_the_variable_of_its_pool()
    {
        var task = Start();
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(5, await task.Soon());

        Task<int> Start() => NewPool(1).ApplyAsync(() => 5);
    }

    [Fact]
    public void PP_X24_A_stream_that_is_dropped_does_not_hold_up_a_closed_pool()
    {
        var pool = NewPool(1);
        Consume(pool);

        pool.Close();

        Assert.True(pool.Join(Patience.Limit));

        static void Consume(ProcessPool pool) =>
            Assert.Equal(0, pool.Imap(x => x, Enumerable.Range(0, 1000)).Next(Patience.Limit));
    }

    [Fact]
    public void PP_X25_Of_two_failures_each_keeps_its_own()
    {
        var outcomes = Pool.MapOutcomes(x => 12 / (x % 5 - 2), Enumerable.Range(0, 10));

        Assert.Equal([2L, 7L], outcomes.Where(o => o.Error is DivideByZeroException).Select(o => o.Index));
    }

    [Fact]
    public void DG_01_Items_of_several_types_go_in_and_come_out()
    {
        object[] items = [2, 5, "a", 7];

        Assert.Equal([6, 15, "aaa", 21], Pool.Map(Triple, items));
    }

    [Fact]
    public void DG_02_One_of_fifteen_fails_and_fourteen_do_not()
    {
        var outcomes = Pool.MapOutcomes(
            i =>
            {
                Thread.Sleep(i);
                return 1.0 / (3 * i - 15) is var x && double.IsInfinity(x) ? throw new DivideByZeroException() : x;
            },
            Enumerable.Range(0, 15)
        );

        Assert.Equal(5, Assert.Single(outcomes, o => o.Status != OutcomeStatus.Succeeded).Index);
    }

    [Fact]
    public void DG_07_When_every_worker_dies_every_item_has_its_outcome()
    {
        var outcomes = Pool.MapOutcomes(_ => Crimes.Commit(Crime.Exit7), Enumerable.Range(0, 6));

        Assert.Equal(6, outcomes.Length);
        Assert.All(outcomes, o => Assert.Equal(7, Assert.IsType<WorkerLostException>(o.Error).ExitCode));
    }

    [Fact]
    public void DG_09_Items_may_be_equal_or_null_or_have_no_hash()
    {
        Assert.Equal([1, 1, 1], Pool.Map(x => x, new[] { 1, 1, 1 }));
        Assert.Equal(
            [2, 2],
            Pool.Map(
                l => l.Count,
                new[]
                {
                    new List<int> { 1, 2 },
                    [3, 4],
                }
            )
        );
        Assert.Equal([true, false], Pool.Map(s => s is null, new string?[] { null, "" }));
    }

    [Fact]
    public void DG_12_A_large_item_and_a_large_result()
    {
        Assert.Equal(300_000, Pool.Apply(s => s[..300_000], new string('x', 1_000_000)).Length);
    }

    [Fact]
    public void DG_22_Another_child_of_this_process_is_none_of_its_business()
    {
        using var sleep = System.Diagnostics.Process.Start("sleep", "1000");
        try
        {
            var pool = NewPool(1);
            Assert.Equal(5, pool.Apply(() => 5));
            Assert.Throws<WorkerLostException>(() => pool.Apply(Crimes.Commit, Crime.Kill9));
            pool.Dispose();

            Assert.False(sleep.HasExited);
        }
        finally
        {
            sleep.Kill();
        }

        sleep.WaitForExit();
        Assert.Equal(137, sleep.ExitCode);
    }

    [Fact]
    public void EZ_X14_Twenty_thousand_small_results_and_twenty_large_ones_block_nobody()
    {
        Assert.Equal(20_000, Pool.Map(x => x, Enumerable.Range(0, 20_000)).Length);
        Assert.All(Pool.Map(_ => new byte[200_000], Enumerable.Range(0, 20)), b => Assert.Equal(200_000, b.Length));
    }

    [Fact]
    public void EZ_X15_Three_of_endless_many()
    {
        Assert.Equal([0, 1, 4], Pool.Imap(x => x * x, new ProducedItems().Items()).Take(3));
        Assert.Equal(3, Pool.ImapUnordered(x => x * x, new ProducedItems().Items()).Take(3).Count());
    }

    private static object Triple(object x) => x is string s ? s + s + s : (object)(Convert.ToInt32(x, null) * 3);
}
