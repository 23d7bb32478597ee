using ProcQ.Specs.Support;

namespace ProcQ.Specs.Seeds;

/// <summary>What the tests and examples of Python's processing.Pool ask of a pool, in their numbers.</summary>
public sealed class ProcessingPoolSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    private static readonly int[] Ten = [.. Enumerable.Range(0, 10)];

    [Fact]
    public void PP_01_A_call_has_its_result()
    {
        Assert.Equal(25, Pool.Apply(x => x * x, 5));
        Assert.Equal(9, Pool.Apply(x => x * x, arg: 3));
    }

    [Fact]
    public void PP_02_A_map_has_its_squares()
    {
        Assert.Equal(Squares(10), Pool.Map(x => x * x, Ten));
        Assert.Equal(Squares(100), Pool.Map(x => x * x, Enumerable.Range(0, 100), new MapOptions { ChunkSize = 20 }));
    }

    [Fact]
    public async Task PP_03_A_call_goes_on_while_the_caller_does_something_else()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;

        var call = Pool.ApplyAsync(
            x =>
            {
                gate.Pass();
                return x * x;
            },
            7
        );
        using var visit = await keeper.NextAsync();

        Assert.False(call.IsCompleted);
        visit.Let();
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
    public void PP_05_Results_come_one_by_one_in_order_and_then_no_more()
    {
        Assert.Equal(Squares(10), Pool.Imap(x => x * x, Ten));
        Assert.Equal(Squares(1000), Pool.Imap(x => x * x, Enumerable.Range(0, 1000), new MapOptions { ChunkSize = 100 }));

        using var stream = Pool.Imap(x => x * x, Ten);
        foreach (var square in Squares(10))
            Assert.Equal(square, stream.Next(Patience.Limit));
        Assert.Throws<InvalidOperationException>(() => stream.Next(Patience.Limit));
        Assert.Throws<InvalidOperationException>(() => stream.Next(Patience.Limit));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(53)]
    public void PP_06_A_thousand_squares_in_any_order(int? chunk) =>
        Assert.Equal(
            Squares(1000),
            Pool.ImapUnordered(x => x * x, Enumerable.Range(0, 1000), new MapOptions { ChunkSize = chunk }).Order()
        );

    [Fact]
    public async Task PP_07_A_pool_of_three_has_three_workers()
    {
        var pool = NewPool(3);
        await pool.WarmUpAsync().Soon();

        Assert.Equal(3, pool.GetStats().Workers.Count(w => w.ProcessId != 0));
    }

    [Fact]
    public async Task PP_E1_Twenty_tasks_by_every_face_at_once_give_the_same()
    {
        var tasks = Enumerable.Range(0, 10).SelectMany(i => new[] { ('*', i), ('+', i) }).ToArray();
        var expected = tasks.Select(Calculate).ToArray();

        var single = tasks.Select(t => Pool.ApplyAsync(Calculate, t)).ToArray();
        var mapped = Pool.MapAsync(Calculate, tasks);
        using var ordered = Pool.Imap(Calculate, tasks);
        using var unordered = Pool.ImapUnordered(Calculate, tasks);

        Assert.Equal(expected, await Task.WhenAll(single).Soon());
        Assert.Equal(expected, ordered);
        Assert.Equal(expected.Order(StringComparer.Ordinal), unordered.Order(StringComparer.Ordinal));
        Assert.Equal(expected, await mapped.Soon());
    }

    [Fact]
    public void PP_E2_A_hundred_thousand_cubes_and_a_million_of_nothing()
    {
        var cubes = Enumerable.Range(0, 100_000).Select(x => (double)x * x * x).ToArray();

        Assert.Equal(cubes, Pool.Map(x => (double)x * x * x, Enumerable.Range(0, 100_000)));
        Assert.Equal(
            cubes,
            Pool.Imap(x => (double)x * x * x, Enumerable.Range(0, 100_000), new MapOptions { ChunkSize = 12_500 })
        );
        Assert.Equal(1_000_000, Pool.Map(Nothing, Enumerable.Range(0, 1_000_000)).Length);
    }

    [Fact]
    public void PP_E3_Errors_of_a_function_reach_whoever_asks()
    {
        Assert.Throws<DivideByZeroException>(() => Pool.Apply(x => 1 / (x - 5), 5));
        Assert.Throws<DivideByZeroException>(() => Pool.Map(x => 1 / (x - 5), Ten));
        Assert.Throws<DivideByZeroException>(() => Pool.Imap(x => 1 / (x - 5), Ten).ToList());

        using var stream = Pool.Imap(x => 1 / (x - 5), Ten);
        var failed = Ten.Where(_ => Record.Exception(() => stream.Next(Patience.Limit)) is DivideByZeroException).ToList();
        Assert.Equal([5], failed);
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
    public async Task PP_E5_A_callback_gets_the_result_and_that_of_a_map_is_what_awaits_it()
    {
        var heard = new List<int>();

        await Pool.ApplyAsync(t => t.Item1 * t.Item2, (7, 8), new TaskOptions { OnSuccess = r => heard.Add((int)r!) }).Soon();
        await Pool.MapAsync(x => x * x * x, Ten).ContinueWith(t => heard.AddRange(t.Result), TaskScheduler.Default).Soon();

        Assert.Equal([56, 0, 1, 8, 27, 64, 125, 216, 343, 512, 729], heard);
        Assert.Equal(0, Pool.GetStats().OpenCalls);
    }

    [Fact]
    public async Task PP_E6_A_call_that_runs_when_the_pool_is_closed_ends_and_then_the_workers_do()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(2);
        var call = pool.ApplyAsync(() => gate.Pass());
        using var visit = await keeper.NextAsync();

        pool.Close();
        Assert.False(pool.Join(TimeSpan.Zero));
        visit.Let();
        pool.Join();

        await call;
        Assert.Empty(Alive());
    }

    [Fact]
    public async Task PP_E7_PP_E8_Ten_sleeps_end_with_their_pool()
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
    public async Task PP_E9_The_example_of_its_documentation()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;

        Assert.Equal(100, await Pool.ApplyAsync(x => x * x, 10).WaitAsync(Patience.Limit));
        Assert.Equal(Squares(10), Pool.Map(x => x * x, Ten));
        using var stream = Pool.Imap(x => x * x, Ten);
        Assert.Equal([0, 1, 4], [stream.Next(Patience.Limit), stream.Next(Patience.Limit), stream.Next(Patience.Limit)]);
        var sleep = Pool.ApplyAsync(() => gate.Pass());
        await Assert.ThrowsAsync<TimeoutException>(() => sleep.WaitAsync(TimeSpan.FromMilliseconds(100)));
        keeper.Open();
        await sleep.Soon();
    }

    [Fact]
    public async Task A_map_over_tuples_gives_each_parameter_its_part()
    {
        (int, int)[] pairs = [(1, 2), (3, 4), (5, 6)];

        Assert.Equal([3, 7, 11], Pool.StarMap((x, y) => x + y, pairs));
        Assert.Equal([1.0, 8, 9], Pool.StarMap(Math.Pow, new double[] { 1, 2, 3 }.Zip([4.0, 3, 2])));
        Assert.Equal(["1a", "2b"], await Pool.StarMapAsync((n, s, _) => $"{n}{s}", [(1, "a", true), (2, "b", true)]).Soon());
        Assert.Equal([24], Pool.StarMap((a, b, c, d) => a * b * c * d, [(1, 2, 3, 4)]));
        Assert.Equal([3], Pool.StarMap((x, y) => Task.FromResult(x + y), [(1, 2)]));
        Assert.Throws<ArgumentNullException>("items", () => Pool.StarMap((int x, int y) => x, null!));
        Assert.Throws<ArgumentNullException>("f", () => Pool.StarMap((Func<int, int, int>)null!, [(1, 2)]));
        Assert.Throws<ArgumentNullException>("pool", () => ((ProcessPool)null!).StarMap((x, y) => x, [(1, 2)]));
        Assert.Throws<DivideByZeroException>(() => Pool.StarMap((x, y) => x / y, [(1, 1), (1, 0)]));
    }

    private static string Calculate((char Operator, int X) t) =>
        $"{t.X} {t.Operator} {(t.Operator == '*' ? t.X * 7 : t.X + 8)} in {nameof(Calculate)}";

    private static object? Nothing(int x) => null;

    private static int[] Squares(int count) => [.. Enumerable.Range(0, count).Select(x => x * x)];
}
