using System.Diagnostics;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>An item may run only so long.</summary>
public sealed class TimeLimitSpecs : PoolSpec
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public void The_limit_of_a_call_kills_the_function_and_says_so()
    {
        var pool = NewPool(1);
        var pid = pool.Apply(() => Environment.ProcessId);

        var error = Assert
            .ThrowsAsync<TaskTimeoutException>(() =>
                pool.ApplyAsync(Crimes.Commit, Crime.Sleep, new TaskOptions { Timeout = Short, Name = "slow one" })
            )
            .GetAwaiter()
            .GetResult();

        Assert.Equal((Short, 0L), (error.Timeout, error.Index));
        Assert.Contains("slow one", error.Message, StringComparison.Ordinal);
        Assert.Contains("0.3 s", error.Message, StringComparison.Ordinal);
        Assert.False(Processes.IsAlive(pid));
        Assert.NotEqual(pid, pool.Apply(() => Environment.ProcessId));
    }

    [Theory]
    [InlineData(Crime.Spin, 0)]
    [InlineData(Crime.Deadlock, 0)]
    [InlineData(Crime.Sleep, 0)]
    [InlineData(Crime.FinallyForever, 0)]
    [InlineData(Crime.CatchAllLoop, 100)]
    [InlineData(Crime.BlockCollections, 100)]
    [InlineData(Crime.StarvePool, 0)]
    public async Task E22_E23_E24_E25_E26_E27_E39_Nothing_a_function_does_saves_it(Crime crime, int graceMilliseconds)
    {
        var grace = TimeSpan.FromMilliseconds(graceMilliseconds);
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                TaskTimeout = Short,
                TimeoutGrace = grace,
            }
        );

        await Prompt.MustBeAsync(Short + grace + TimeSpan.FromMilliseconds(100), CommitAsync);

        async Task CommitAsync()
        {
            var clock = Stopwatch.StartNew();
            var error = await Assert.ThrowsAsync<TaskTimeoutException>(() => pool.ApplyAsync(Crimes.Commit, crime).Soon());
            Assert.InRange(clock.Elapsed, Short + grace, Patience.Limit);
            Assert.Contains("was killed", error.Message, StringComparison.Ordinal);
            // The next attempt finds a worker that is up.
            await MustServeAsync(pool);
        }
    }

    [Fact]
    public void With_a_grace_the_item_is_asked_first_and_may_save_its_worker()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                TaskTimeout = Short,
                TimeoutGrace = Patience.Limit,
            }
        );
        var before = pool.Apply(() => Environment.ProcessId);

        var outcomes = pool.MapOutcomes(Stoppable, Enumerable.Range(0, 6), new MapOptions { ChunkSize = 6 });

        var error = Assert.IsType<TaskTimeoutException>(outcomes[2].Error);
        Assert.Contains("stopped when it was asked to", error.Message, StringComparison.Ordinal);
        Assert.Equal((OutcomeStatus.Succeeded, -1), (outcomes[4].Status, outcomes[4].Result));
        Assert.All((int[])[0, 1, 3, 5], i => Assert.Equal(i, outcomes[i].Result));
        Assert.Equal(before, pool.Apply(() => Environment.ProcessId));
    }

    [Fact]
    public void After_the_grace_it_is_killed_and_retries_count_both()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                TaskTimeout = Short,
                TimeoutGrace = Short,
            }
        );

        var outcome = Assert.Single(
            pool.MapOutcomes(
                x => WorkerContext.Current!.Attempt == 1 ? Stoppable(2) : Crimes.Commit(Crime.Spin),
                new[] { 2 },
                new MapOptions { Retries = 1 }
            )
        );

        var error = Assert.IsType<TaskTimeoutException>(outcome.Error);
        Assert.Equal((OutcomeStatus.TimedOut, 2), (outcome.Status, outcome.Attempts));
        Assert.Contains("was killed", error.Message, StringComparison.Ordinal);
        Assert.Contains("stopped when it was asked to", Assert.Single(error.EarlierAttempts).Reason, StringComparison.Ordinal);
    }

    /// <summary>Item 2 stops when it is asked to, item 4 ends with what it has; the others have nothing to do with it.</summary>
    private static int Stoppable(int x)
    {
        var token = WorkerContext.Current!.CancellationToken;
        if (x is not (2 or 4))
            return token.IsCancellationRequested ? throw new InvalidOperationException("asked for another") : x;
        token.WaitHandle.WaitOne();
        if (x == 2)
            token.ThrowIfCancellationRequested();
        return -1;
    }

    [Fact]
    public void E16_Sigstop_is_killed_when_its_time_is_up()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, TaskTimeout = Short });

        Assert.Throws<TaskTimeoutException>(() =>
            pool.Apply(() =>
            {
                Crimes.Stop(Environment.ProcessId);
                return Crimes.Commit(Crime.Sleep);
            })
        );

        Assert.Equal(1, pool.Apply(() => 1));
    }

    [Fact]
    public void The_limit_of_the_pool_holds_for_calls_that_set_none()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, TaskTimeout = Short });

        Assert.Equal(Short, Assert.Throws<TaskTimeoutException>(() => pool.Apply(Crimes.Commit, Crime.Sleep)).Timeout);
        Assert.Equal(Short, Assert.Throws<TaskTimeoutException>(() => pool.Map(Crimes.Commit, new[] { Crime.Sleep })).Timeout);
    }

    [Fact]
    public async Task A_call_can_have_another_limit_than_its_pool_or_none()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, TaskTimeout = TimeSpan.FromMilliseconds(1) });

        var long1 = pool.ApplyAsync(() => Sleep(50, 1), new TaskOptions { Timeout = Patience.Limit });
        var long2 = pool.MapAsync(x => Sleep(50, x), new[] { 2 }, new MapOptions { Timeout = Timeout.InfiniteTimeSpan });

        Assert.Equal(1, await long1.Soon());
        Assert.Equal([2], (await long2.Soon()).ToList());
    }

    [Fact]
    public void Time_in_the_queue_does_not_count()
    {
        var pool = NewPool(1);
        var options = new MapOptions { Timeout = TimeSpan.FromSeconds(3) };

        // Together far longer than the limit, each far below.
        var results = pool.Map(x => Sleep(150, x), Enumerable.Range(0, 30), options);

        Assert.Equal(Enumerable.Range(0, 30), results);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(5)]
    [InlineData(null)]
    public void Inside_a_chunk_each_item_has_its_own_clock_and_the_rest_runs_elsewhere(int? chunk)
    {
        var pool = NewPool(2);
        var options = new MapOptions { ChunkSize = chunk, Timeout = TimeSpan.FromSeconds(1) };

        var outcomes = pool.MapOutcomes(
            x => x == 7 ? Crimes.Commit(Crime.Sleep) : Sleep(100, x),
            Enumerable.Range(0, 20),
            options
        );

        var late = Assert.Single(outcomes, o => o.Status != OutcomeStatus.Succeeded);
        Assert.Equal((7L, OutcomeStatus.TimedOut, 1), (late.Index, late.Status, late.Attempts));
        Assert.Equal(7, Assert.IsType<TaskTimeoutException>(late.Error).Index);
        Assert.Equal(Enumerable.Range(0, 20).Where(x => x != 7), outcomes.Where(o => o != late).Select(o => o.Result));
    }

    [Fact]
    public async Task The_neighbours_of_an_item_that_is_late_are_untouched()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(2);
        var neighbour = pool.ApplyAsync(() =>
        {
            gate.Pass();
            return 1;
        });
        using var visit = await keeper.NextAsync();

        await Assert.ThrowsAsync<TaskTimeoutException>(() =>
            pool.ApplyAsync(Crimes.Commit, Crime.Sleep, new TaskOptions { Timeout = Short }).Soon()
        );
        visit.Let();

        Assert.Equal(1, await neighbour.Soon());
    }

    [Fact]
    public void Map_throws_the_timeout_and_the_pool_goes_on()
    {
        var pool = NewPool(2);
        var options = new MapOptions { Timeout = Short };

        var error = Assert.Throws<TaskTimeoutException>(() =>
            pool.Map(x => x == 3 ? Crimes.Commit(Crime.Sleep) : x, Enumerable.Range(0, 10), options)
        );

        Assert.Equal(3, error.Index);
        Assert.Equal(Enumerable.Range(0, 10), pool.Map(x => x, Enumerable.Range(0, 10), options));
    }

    [Fact]
    public void A_result_that_takes_too_long_to_write_is_late_too()
    {
        var pool = NewPool(1);

        Assert.Throws<TaskTimeoutException>(() =>
            pool.ApplyAsync(() => new SlowToRead(), new TaskOptions { Timeout = Short }).GetAwaiter().GetResult()
        );
    }

    private static int Sleep(int milliseconds, int result)
    {
        Thread.Sleep(milliseconds);
        return result;
    }
}

/// <summary>Nobody ever gets its value.</summary>
public sealed class SlowToRead
{
    public int Value
    {
        get
        {
            Thread.Sleep(Timeout.Infinite);
            return 1;
        }
        set => _ = value;
    }
}
