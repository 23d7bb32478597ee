using System.Globalization;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Contract;

/// <summary>Calls, and what becomes of their items.</summary>
public abstract class CallContract<TKind>(KindFixture<TKind> shared) : PoolContract<TKind>(shared)
    where TKind : PoolKind, new()
{
    [Fact]
    public async Task Apply_runs_every_shape_of_function()
    {
        var captured = 40;

        Assert.Equal(42, Pool.Apply(() => captured + 2));
        Assert.Equal("7", Pool.Apply(x => x.ToString(CultureInfo.InvariantCulture), 7));
        Assert.Equal(42, Pool.Apply(async () => await Task.FromResult(captured + 2)));
        Assert.Equal(8, await Pool.ApplyAsync(async x => await Task.FromResult(x + 1), 7).Soon());
        Assert.Null(await Pool.ApplyAsync(() => (string?)null).Soon());
        await Pool.ApplyAsync(() => { }).Soon();
        await Pool.ApplyAsync(async () => await Task.Yield()).Soon();
    }

    [Fact]
    public async Task Map_gives_results_in_input_order()
    {
        Assert.Equal(Enumerable.Range(1, 10_000), Pool.Map(x => x + 1, Enumerable.Range(0, 10_000)));
        Assert.Equal(["a!", "b!"], await Pool.MapAsync(x => x + "!", new[] { "a", "b" }).Soon());
        Assert.Equal([2, 3], Pool.Map(async x => await Task.FromResult(x + 1), new List<int> { 1, 2 }));
        Assert.Equal(Enumerable.Range(1, 300), await Pool.MapAsync(x => x + 1, Numbers(300)).Soon());
        Assert.Empty(Pool.Map(x => x, Array.Empty<int>()));
    }

    [Fact]
    public async Task StarMap_hands_over_the_parts_of_a_tuple()
    {
        Assert.Equal([3, 7], Pool.StarMap((x, y) => x + y, [(1, 2), (3, 4)]));
        Assert.Equal(
            new[] { 24 },
            await Pool.StarMapAsync((a, b, c, d) => Task.FromResult(a * b * c * d), [(1, 2, 3, 4)]).Soon()
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Map_in_chunks_gives_the_same(int chunk) =>
        Assert.Equal(
            Enumerable.Range(0, 100).Select(x => $"{x}"),
            Pool.Map(
                x => x.ToString(CultureInfo.InvariantCulture),
                Enumerable.Range(0, 100),
                new MapOptions { ChunkSize = chunk }
            )
        );

    [Fact]
    public void Map_throws_the_functions_own_exception_and_does_not_begin_the_rest()
    {
        var error = Assert.Throws<FormatException>(() => Pool.Map(FailAt3, Enumerable.Range(0, 100_000)));

        Assert.Equal("no 3", error.Message);
        Assert.Equal(3, error.GetRemoteError()!.Index);
        Assert.Contains(nameof(FailAt3), error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Pool.Apply(() => 1));
    }

    [Fact]
    public void Outcomes_tell_of_each_item()
    {
        var outcomes = Pool.MapOutcomes(FailAt3, Enumerable.Range(0, 5), OneByOne);

        Assert.Equal([0L, 1, 2, 3, 4], outcomes.Select(o => o.Index));
        Assert.Equal(OutcomeStatus.Failed, outcomes[3].Status);
        Assert.IsType<FormatException>(outcomes[3].Error);
        Assert.Equal([0, 1, 2, 4], outcomes.Where(o => o.Status == OutcomeStatus.Succeeded).Select(o => o.Result));
        Assert.All(outcomes, o => Assert.Equal((1, true), (o.Attempts, o.WorkerId is 0 or 1)));
    }

    [Fact]
    public void Parallelize_finds_an_outcome_under_each_item()
    {
        var outcomes = Pool.Parallelize(FailAt3, [1, 2, 3, 3]);

        Assert.Equal([1, 2, 3], outcomes.Keys.Order());
        Assert.Equal(2, outcomes[2].Result);
        Assert.IsType<FormatException>(outcomes[3].Error);
    }

    [Fact]
    public async Task Callbacks_hear_of_results_and_errors()
    {
        var (done, failed) = (Promise<object?>(), Promise<Exception>());

        await Pool.ApplyAsync(() => 5, new TaskOptions { OnSuccess = done.SetResult }).Soon();
        var error = await Assert.ThrowsAsync<FormatException>(() =>
            Pool.ApplyAsync(FailAt3, 3, new TaskOptions { OnError = failed.SetResult }).Soon()
        );

        Assert.Equal(5, await done.Task.Soon());
        Assert.Same(error, await failed.Task.Soon());
    }

    [Fact]
    public async Task Among_calls_that_wait_the_higher_priority_goes_first()
    {
        using var folder = new ScratchFolder();
        using var keeper = new GateKeeper();
        var (gate, ledger) = (keeper.Gate, new Ledger(folder.In("ledger")));
        var pool = NewPool(new PoolSetup());
        // One runs, and one more may be in the worker's hands already: what comes after those waits.
        var first = pool.ApplyAsync(() => gate.Pass());
        using var visit = await keeper.NextAsync();
        var second = pool.ApplyAsync(() => ledger.Note("in its hands"));
        Task[] rest =
        [
            pool.ApplyAsync(() => ledger.Note("low"), new TaskOptions { Priority = -1 }),
            pool.ApplyAsync(() => ledger.Note("high"), new TaskOptions { Priority = 1 }),
        ];

        visit.Let();
        await Task.WhenAll([first, second, .. rest]).Soon();

        Assert.Equal(["high", "low"], ledger.Read().Where(l => l != "in its hands"));
    }

    [Fact]
    public void Mistakes_of_the_caller_are_told_before_anything_runs()
    {
        Assert.Throws<ArgumentNullException>(() => Pool.Map((Func<int, int>)null!, [1]));
        Assert.Throws<ArgumentNullException>(() => Pool.Map(x => x, (IEnumerable<int>)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pool.Map(x => x, [1], new MapOptions { ChunkSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            _ = Pool.ApplyAsync(() => 1, new TaskOptions { Timeout = TimeSpan.FromSeconds(-2) });
        });
        Assert.Throws<ArgumentOutOfRangeException>(() => NewPool(new PoolSetup { Workers = 0 }));
    }

    [Fact]
    public void An_input_that_throws_ends_the_call_with_its_exception()
    {
        Assert.Throws<FormatException>(() => Pool.Map(x => x, Numbers(3).ToBlockingEnumerable().Select(FailAt2)));
        Assert.Equal(1, Pool.Apply(() => 1));

        static int FailAt2(int x) => x == 2 ? throw new FormatException() : x;
    }

    [Fact]
    public async Task Callers_on_many_threads_get_their_own_results()
    {
        var calls = Enumerable
            .Range(0, 8)
            .Select(n => Task.Run(() => Pool.Map(x => (n * 1000) + x, Enumerable.Range(0, 50))))
            .ToArray();

        var results = await Task.WhenAll(calls).Soon();

        for (var n = 0; n < results.Length; n++)
            Assert.Equal(Enumerable.Range(n * 1000, 50), results[n]);
    }

    [Fact]
    public void A_worker_can_have_a_pool_of_its_own()
    {
        var results = Pool.Map(Nested, [1, 2]);

        Assert.Equal([0, 1, 2, 0, 2, 4], results.SelectMany(r => r));

        static int[] Nested(int factor)
        {
            using var inner = new ThreadWorkerPool(2);
            return inner.Map(x => x * factor, [0, 1, 2]);
        }
    }

    private static int FailAt3(int x) => x == 3 ? throw new FormatException("no 3") : x;

    private static TaskCompletionSource<T> Promise<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async IAsyncEnumerable<int> Numbers(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }
}

/// <summary>Of processes.</summary>
public sealed class ProcessCallSpecs(KindFixture<ProcessKind> shared) : CallContract<ProcessKind>(shared);

/// <summary>Of threads.</summary>
public sealed class ThreadCallSpecs(KindFixture<ThreadKind> shared) : CallContract<ThreadKind>(shared);

/// <summary>Of threads that get copies.</summary>
public sealed class CopyingThreadCallSpecs(KindFixture<CopyingThreadKind> shared) : CallContract<CopyingThreadKind>(shared);
