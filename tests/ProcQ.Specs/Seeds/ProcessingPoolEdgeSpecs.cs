using ProcQ.Specs.Pool;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Seeds;

/// <summary>Where Python's pools hang, lose items or die, and this one must not: PP-X01 to X28.</summary>
public sealed class ProcessingPoolEdgeSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Fact]
    public async Task PP_X01_Nothing_in_gives_nothing_out_and_the_pool_ends_after_it()
    {
        var pool = NewPool(1);

        Assert.Empty(pool.Map(x => x, Array.Empty<int>()));
        Assert.Empty(pool.Imap(x => x, Array.Empty<int>()));
        Assert.Empty(pool.ImapUnordered(x => x, Array.Empty<int>()));
        Assert.Empty(await pool.MapAsync(x => x, Array.Empty<int>(), new MapOptions { ChunkSize = 1 }).Soon());
        pool.Close();
        Assert.True(pool.Join(Patience.Limit));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task PP_X02_A_chunk_of_none_is_refused_everywhere(int chunk)
    {
        var options = new MapOptions { ChunkSize = chunk };
        int[] items = [1, 2, 3];

        Assert.Throws<ArgumentOutOfRangeException>(() => Pool.Map(x => x, items, options));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Pool.MapAsync(x => x, items, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pool.Imap(x => x, items, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pool.ImapUnordered(x => x, items, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pool.StarMap((x, y) => x, [(1, 2)], options));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void PP_X03_A_pool_of_none_is_refused(int workers) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(workers));

    [Fact]
    public void PP_X05_PP_X06_An_item_that_fails_costs_itself_in_whatever_chunk()
    {
        foreach (var chunk in new int?[] { null, 1, 3 })
        {
            using var stream = Pool.Imap(x => 4 / (x - 3), Enumerable.Range(0, 5), new MapOptions { ChunkSize = chunk });
            Assert.Equal([-1, -2, -4, null, 4], Enumerable.Range(0, 5).Select(_ => Next(stream)));
            Assert.Throws<InvalidOperationException>(() => stream.Next(Patience.Limit));
        }

        static int? Next(ResultStream<int> stream)
        {
            try
            {
                return stream.Next(Patience.Limit);
            }
            catch (DivideByZeroException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task PP_X07_A_wait_for_the_next_result_that_times_out_costs_nothing()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        using var stream = Pool.Imap(x => PassFirst(gate, x), new[] { 0, 1 });
        using var visit = await keeper.NextAsync();

        Assert.Throws<TimeoutException>(() => stream.Next(TimeSpan.FromMilliseconds(20)));
        visit.Let();

        Assert.Equal([0, 1], [stream.Next(Patience.Limit), stream.Next(Patience.Limit)]);
    }

    [Fact]
    public void PP_X08_An_input_that_throws_is_heard_of_after_what_it_gave()
    {
        using var stream = Pool.Imap(x => x, Failing());

        Assert.Equal(0, stream.Next(Patience.Limit));
        Assert.Throws<FormatException>(() => stream.Next(Patience.Limit));
        Assert.Equal(1, Pool.Apply(() => 1));

        static IEnumerable<int> Failing()
        {
            yield return 0;
            throw new FormatException();
        }
    }

    [Fact]
    public async Task PP_X09_A_task_that_ends_its_process_fails_with_the_exit_code_and_the_worker_is_replaced()
    {
        var pool = NewPool(2);
        await pool.WarmUpAsync().Soon();

        var error = Assert.Throws<WorkerLostException>(() => pool.Apply(() => Crimes.Commit(Crime.Exit7)));

        Assert.Equal(7, error.ExitCode);
        await Patience.Until(() => pool.GetStats().Workers.Count(w => w.Activity != WorkerActivity.Starting) == 2, "both work");
        Assert.Equal([1, 2, 3], pool.Map(x => x, new[] { 1, 2, 3 }));
        pool.Close();
        Assert.True(pool.Join(Patience.Limit));
    }

    [Fact]
    public async Task PP_X10_An_idle_worker_that_is_killed_costs_no_task()
    {
        var pool = NewPool(1);
        await pool.WarmUpAsync().Soon();

        Crimes.KillProcess(pool.GetStats().Workers[0].ProcessId);

        Assert.Equal([1, 4, 9], pool.Map(x => x * x, new[] { 1, 2, 3 }, new MapOptions { Retries = 1 }));
    }

    [Fact]
    public void PP_X11_An_argument_that_cannot_travel_fails_its_own_call_before_anything_is_sent()
    {
        Assert.Throws<NotTransferableException>(() => Pool.Apply(p => p.Weight, new Parcel(1) { Weight = -1 }));
        Assert.Equal(1, Pool.Apply(() => 1));
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
    public void PP_X13_An_exception_that_cannot_be_made_again_is_told_of_by_name()
    {
        var error = Assert.Throws<RemoteException>(() =>
            Pool.Apply(new Func<int>(() => throw new StepsException(2, new FormatException("a"))))
        );

        Assert.Equal(typeof(StepsException).FullName, error.TypeName);
        Assert.Equal(1, Pool.Apply(() => 1));
    }

    [Fact]
    public async Task PP_X14_A_callback_that_throws_harms_nothing()
    {
        var result = await Pool.ApplyAsync(() => 5, new TaskOptions { OnSuccess = _ => throw new FormatException() }).Soon();

        Assert.Equal((5, 6), (result, Pool.Apply(() => 6)));
    }

    [Fact]
    public async Task PP_X15_A_result_that_will_never_come_is_a_cancelled_one()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(1);
        var runs = pool.ApplyAsync(() => gate.Pass());
        var waits = pool.ApplyAsync(() => 1);
        using var visit = await keeper.NextAsync();

        await pool.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runs.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits.Soon());
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
    public async Task PP_X17_PP_X18_Everybody_who_awaits_a_result_gets_it_and_every_time()
    {
        var call = Pool.ApplyAsync(() => 5);
        var waiters = Enumerable.Range(0, 3).Select(_ => Task.Run(async () => await call)).ToArray();

        Assert.Equal(new[] { 5, 5, 5 }, await Task.WhenAll(waiters).Soon());
        Assert.Equal((5, 5), (await call, await call));
    }

    [Fact]
    public async Task PP_X19_An_initializer_that_throws_faults_the_pool_and_starts_no_workers_without_end()
    {
        var listener = new Listener();
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                SpareWorkers = 0,
                Initializer = () => throw new FormatException("no"),
                Reporter = listener,
            }
        );

        await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(() => 1).Soon());
        await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(() => 1).Soon());
        await Patience.Until(() => Alive().Count == 0, "nothing is started any more");
        Assert.DoesNotContain("Spawn", listener.Names);
    }

    [Fact]
    public void PP_X20_What_the_initializer_left_is_there_in_every_worker()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 2,
                SpareWorkers = 0,
                Initializer = () => WorkerContext.Current!.State["x"] = 9,
            }
        );

        Assert.All(pool.Map(_ => (int)WorkerContext.Current!.State["x"]!, Enumerable.Range(0, 20)), x => Assert.Equal(9, x));
    }

    [Fact]
    public async Task PP_X21_Ten_thousand_sleeps_that_wait_do_not_hold_up_the_end()
    {
        var pool = NewPool(2);
        var calls = Enumerable.Range(0, 10_000).Select(_ => pool.ApplyAsync(() => Thread.Sleep(1_000_000))).ToArray();

        pool.Terminate();

        Assert.True(pool.Join(Patience.Limit));
        foreach (var call in calls)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
    }

    [Fact]
    public async Task PP_X22_PP_X23_Eight_callers_at_once_and_payloads_of_200_kB()
    {
        var maps = Enumerable
            .Range(0, 8)
            .Select(k => Task.Run(() => Pool.Map(x => x * 3, Enumerable.Range(k * 50, 50))))
            .ToArray();
        var payloads = Pool.MapAsync(b => b, Enumerable.Range(0, 50).Select(i => Enumerable.Repeat((byte)i, 200_000).ToArray()));

        var results = await Task.WhenAll(maps).Soon();
        Assert.Equal(Enumerable.Range(0, 400).Select(x => x * 3), results.SelectMany(r => r));
        var echoes = await payloads.Soon();
        Assert.All(echoes, (b, i) => Assert.Equal((200_000, i, i), (b.Length, b[0], b[^1])));
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
    public void PP_X26_A_worker_may_have_a_pool()
    {
        var pool = NewPool(1);

        Assert.Equal(
            [0, 1, 4],
            pool.Apply(() =>
            {
                using var inner = new ProcessPool(1);
                return inner.Map(x => x * x, new[] { 0, 1, 2 });
            })
        );
    }

    [Fact]
    public async Task PP_X27_Of_an_endless_input_no_more_is_read_ahead_than_the_window()
    {
        var input = new ProducedItems();
        using var stream = Pool.Imap(x => x, input.Items(), new MapOptions { Window = 50 });

        for (var i = 0; i < 3; i++)
            Assert.Equal(i, stream.Next(Patience.Limit));

        Assert.InRange(await Patience.Settled(() => input.Produced), 3, 53);
    }

    [Fact]
    public void PP_X28_A_pool_does_not_travel()
    {
        var pool = Pool;
        var error = Assert.Throws<NotTransferableException>(() => pool.Apply(() => pool.GetStats().Workers.Count));
        Assert.Contains(nameof(ProcessPool), error.Message, StringComparison.Ordinal);
    }

    private static int PassFirst(Gate gate, int x)
    {
        if (x == 0)
            gate.Pass();
        return x;
    }
}
