using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>One outcome for each different item, found under it, whatever becomes of the others.</summary>
public sealed class ParallelizeSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Fact]
    public void Each_item_leads_to_its_outcome()
    {
        var outcomes = Pool.Parallelize(word => word.Length, ["one", "two", "three", ""]);

        Assert.Equal(["one", "two", "three", ""], outcomes.Keys);
        Assert.Equal((3, 5, 0), (outcomes["one"].Result, outcomes["three"].Result, outcomes[""].Result));
        Assert.Equal(2, outcomes["three"].Index);
        Assert.False(outcomes.ContainsKey("four"));
    }

    [Fact]
    public void It_keeps_going_when_items_fail_crash_and_hang()
    {
        var pool = NewPool(2);
        var options = new MapOptions { Timeout = TimeSpan.FromSeconds(1) };

        var outcomes = pool.Parallelize(
            (int x) => x == 3 ? throw new FormatException("three") : Crimes.Commit(CrimeOf(x)),
            Enumerable.Range(0, 20),
            options
        );

        Assert.Equal(20, outcomes.Count);
        Assert.Equal((OutcomeStatus.Failed, OutcomeStatus.WorkerLost), (outcomes[3].Status, outcomes[7].Status));
        Assert.Equal(OutcomeStatus.TimedOut, outcomes[11].Status);
        Assert.All(outcomes.Where(o => o.Key is not (3 or 7 or 11)), o => Assert.Equal(OutcomeStatus.Succeeded, o.Value.Status));
        Assert.Equal("three", Assert.IsType<FormatException>(outcomes[3].Error).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equal_items_run_once(bool atHand)
    {
        using var scratch = new ScratchFolder();
        var ledger = new Ledger(scratch.In("ledger"));
        int[] all = [5, 7, 5, 5, 9, 7];

        var outcomes = Pool.Parallelize(
            x =>
            {
                ledger.Note($"{x}");
                return x * x;
            },
            atHand ? all : Lazily(all)
        );

        Assert.Equal([(5, 25), (7, 49), (9, 81)], outcomes.Select(o => (o.Key, o.Value.Result)));
        Assert.Equal([0L, 1L, 2L], outcomes.Values.Select(o => o.Index));
        Assert.Equal(["5", "7", "9"], ledger.Read().Order());
    }

    [Fact]
    public void Items_are_compared_as_their_type_says()
    {
        var outcomes = Pool.Parallelize(p => p.X + p.Y, [new Point(1, 2), new Point(2, 1), new Point(1, 2)]);

        Assert.Equal(2, outcomes.Count);
        Assert.Equal(3, outcomes[new Point(2, 1)].Result);
    }

    [Fact]
    public void No_items_give_no_outcomes() => Assert.Empty(Pool.Parallelize(x => x, Array.Empty<int>()));

    [Fact]
    public void A_null_result_is_a_result()
    {
        var outcomes = Pool.Parallelize(_ => (string?)null, [1]);

        Assert.Equal((OutcomeStatus.Succeeded, null), (outcomes[1].Status, outcomes[1].Result));
    }

    [Fact]
    public void A_null_item_in_a_collection_is_refused_before_anything_runs()
    {
        using var scratch = new ScratchFolder();
        var ledger = new Ledger(scratch.In("ledger"));
        Func<string, int> f = x =>
        {
            ledger.Note(x);
            return x.Length;
        };

        foreach (var items in new IEnumerable<string>[] { ["a", "b", null!], new Queue<string>(["a", "b", null!]) })
        {
            var error = Assert.Throws<ArgumentException>(() => Pool.Parallelize(f, items));

            Assert.Equal("items", error.ParamName);
            Assert.Equal(
                "Item 2 is null. Each outcome is found under its item, and nothing can be found under null. (Parameter 'items')",
                error.Message
            );
        }

        Assert.Equal(1, Pool.Apply(() => 1));
        Assert.Empty(ledger.Read());
    }

    [Fact]
    public async Task A_null_item_that_a_sequence_brings_later_ends_the_call_when_it_is_reached()
    {
        IEnumerable<string> items = Lazily("a", "a", null!, "b");

        var error = Assert.Throws<ArgumentException>(() => Pool.Parallelize(x => x.Length, items));
        var later = await Assert.ThrowsAsync<ArgumentException>(() =>
            Pool.ParallelizeAsync(x => x.Length, items.ToAsyncEnumerable()).Soon()
        );

        Assert.StartsWith("Item 2 is null.", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Item 2 is null.", later.Message, StringComparison.Ordinal);
        Assert.Equal(1, Pool.Apply(() => 1));
    }

    [Fact]
    public async Task Functions_and_inputs_may_be_asynchronous()
    {
        static async Task<int> Later(int x)
        {
            await Task.Yield();
            return x + 1;
        }

        var results = new[]
        {
            Pool.Parallelize(Later, [1, 2]),
            await Pool.ParallelizeAsync(x => x + 1, [1, 2]).Soon(),
            await Pool.ParallelizeAsync(Later, [1, 2]).Soon(),
            await Pool.ParallelizeAsync(x => x + 1, new[] { 1, 2, 2 }.ToAsyncEnumerable()).Soon(),
            await Pool.ParallelizeAsync(Later, new[] { 1, 2, 1 }.ToAsyncEnumerable()).Soon(),
        };

        Assert.All(results, o => Assert.Equal([(1, 2), (2, 3)], o.Select(p => (p.Key, p.Value.Result))));
    }

    [Fact]
    public async Task Cancelling_ends_it_with_the_callers_own_token()
    {
        using var keeper = new GateKeeper();
        using var wish = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(1);
        var task = pool.ParallelizeAsync(
            x =>
            {
                gate.Pass(x);
                return x;
            },
            [1, 2],
            ct: wish.Token
        );
        using var visit = await keeper.NextAsync();

        await wish.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon());
        Assert.Equal(wish.Token, error.CancellationToken);
    }

    [Fact]
    public void A_wrong_call_is_refused_at_once()
    {
        Assert.Equal("f", Assert.Throws<ArgumentNullException>(() => Pool.Parallelize((Func<int, int>)null!, [1])).ParamName);
        Assert.Equal("items", Assert.Throws<ArgumentNullException>(() => Pool.Parallelize(x => x, (int[])null!)).ParamName);
        Assert.Equal(
            "Retries",
            Assert
                .Throws<ArgumentOutOfRangeException>(() => Pool.Parallelize(x => x, [1], new MapOptions { Retries = -1 }))
                .ParamName
        );
    }

    private static Crime CrimeOf(int x) =>
        x switch
        {
            7 => Crime.Kill9,
            11 => Crime.Spin,
            _ => Crime.None,
        };

    private static IEnumerable<T> Lazily<T>(params T[] items)
    {
        foreach (var item in items)
            yield return item;
    }

    public sealed record Point(int X, int Y);
}
