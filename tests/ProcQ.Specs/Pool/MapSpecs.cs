using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>One function, many items, all results at once.</summary>
public sealed class MapSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(10, null)]
    [InlineData(100, 20)]
    [InlineData(1000, 1)]
    [InlineData(1000, 7)]
    [InlineData(1000, 100_000)]
    [InlineData(1_000_000, null)]
    public void Results_come_in_input_order(int count, int? chunk)
    {
        var results = Pool.Map(x => (long)x * x, Enumerable.Range(0, count), new MapOptions { ChunkSize = chunk });

        Assert.True(results.SequenceEqual(Enumerable.Range(0, count).Select(x => (long)x * x)));
    }

    [Fact]
    public void Results_come_in_input_order_when_the_first_item_ends_last()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var opener = Task.Run(() =>
        {
            using var first = keeper.Next();
            // All others pass before the first one may.
            for (var i = 1; i < 10; i++)
            {
                using var other = keeper.Next();
                other.Let();
                other.AwaitEnd();
            }

            first.Let();
        });

        var results = Pool.Map(
            x =>
            {
                gate.Pass(x);
                return x;
            },
            Enumerable.Range(0, 10),
            new MapOptions { ChunkSize = 1 }
        );

        Assert.Equal(Enumerable.Range(0, 10), results);
        opener.GetAwaiter().GetResult();
    }

    [Fact]
    public async Task Every_face_of_Map_gives_the_same()
    {
        int[] items = [1, 2, 3];
        int[] squares = [1, 4, 9];

        Assert.Equal(squares, Pool.Map(x => x * x, items));
        Assert.Equal(squares, Pool.Map(async x => await Later(x * x), items));
        Assert.Equal(squares, await Pool.MapAsync(x => x * x, items));
        Assert.Equal(squares, await Pool.MapAsync(async x => await Later(x * x), items));
        Assert.Equal(squares, await Pool.MapAsync(x => x * x, Trickle(items)));
        Assert.Equal(squares, await Pool.MapAsync(async x => await Later(x * x), Trickle(items)));
        Assert.Equal(squares, Pool.MapOutcomes(x => x * x, items).Select(o => o.Result));
        Assert.Equal(squares, Pool.MapOutcomes(async x => await Later(x * x), items).Select(o => o.Result));
        Assert.Equal(squares, (await Pool.MapOutcomesAsync(x => x * x, items)).Select(o => o.Result));
        Assert.Equal(squares, (await Pool.MapOutcomesAsync(async x => await Later(x * x), items)).Select(o => o.Result));
        Assert.Equal(squares, (await Pool.MapOutcomesAsync(x => x * x, Trickle(items))).Select(o => o.Result));
        Assert.Equal(squares, (await Pool.MapOutcomesAsync(async x => await Later(x * x), Trickle(items))).Select(o => o.Result));
    }

    [Fact]
    public async Task Nothing_in_gives_nothing_out()
    {
        int[] none = [];

        Assert.Empty(Pool.Map(x => x, none));
        Assert.Empty(Pool.Map(x => x, Lazily(none)));
        Assert.Empty(await Pool.MapAsync(x => x, none, new MapOptions { ChunkSize = 1 }).Soon());
        Assert.Empty(await Pool.MapAsync(x => x, Trickle(none)).Soon());
        Assert.Empty(Pool.MapOutcomes(x => x, none));
        Assert.Empty(await Pool.MapOutcomesAsync(x => x, none).Soon());
        Assert.Empty(Pool.Imap(x => x, none));
        Assert.Empty(Pool.ImapUnordered(x => x, none));
        Assert.Empty(Pool.ImapOutcomes(x => x, none));
    }

    [Fact]
    public void Null_results_are_kept_in_their_place()
    {
        var results = Pool.Map(x => x % 2 == 0 ? null : x.ToString(), Enumerable.Range(0, 100));

        Assert.Equal(Enumerable.Range(0, 100).Select(x => x % 2 == 0 ? null : x.ToString()), results);
    }

    [Fact]
    public void Null_items_are_items()
    {
        string?[] items = ["a", null, "b"];

        Assert.Equal([1, -1, 1], Pool.Map(s => s?.Length ?? -1, items));
        Assert.Equal([null, null], Pool.Map(x => x + 1, new int?[] { null, null }));
    }

    [Fact]
    public void Items_are_spread_over_all_workers()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var opener = Task.Run(() =>
        {
            // Two at the gate at once: neither passes before the other has come.
            using var one = keeper.Next();
            using var other = keeper.Next();
            Assert.NotEqual(one.ProcessId, other.ProcessId);
            one.Let();
            other.Let();
        });

        var pids = Pool.Map(
            x =>
            {
                gate.Pass(x);
                return Environment.ProcessId;
            },
            new[] { 0, 1 }
        );

        opener.GetAwaiter().GetResult();
        Assert.Equal(2, pids.Distinct().Count());
    }

    [Fact]
    public void Payloads_of_200_kB_go_both_ways()
    {
        var results = Pool.Map(
            x =>
            {
                Array.Reverse(x);
                Array.Reverse(x);
                return x;
            },
            Enumerable.Range(0, 50).Select(Payload)
        );

        Assert.Equal(50, results.Length);
        Assert.All(results.Index(), r => Assert.True(r.Item.AsSpan().SequenceEqual(Payload(r.Index))));
    }

    [Fact]
    public void The_first_failure_is_thrown_and_what_has_not_begun_never_runs()
    {
        using var folder = new ScratchFolder();
        using var keeper = new GateKeeper();
        var (gate, ledger) = (keeper.Gate, new Ledger(folder.In("ledger")));
        var pool = NewPool(1);

        var error = Assert.Throws<InvalidOperationException>(() =>
            pool.Map(
                x =>
                {
                    ledger.Note($"{x}");
                    if (x == 3)
                        throw new InvalidOperationException("item 3");
                    return x;
                },
                Enumerable.Range(0, 100_000),
                new MapOptions { ChunkSize = 1 }
            )
        );

        Assert.Equal("item 3", error.Message);
        // Whoever waits for the pool to be idle sees that nothing of the call is left.
        Assert.Equal(1, pool.Apply(() => 1));
        Assert.InRange(ledger.Read().Length, 4, 50_000);
        Assert.Equal(0, pool.GetStats().OpenCalls);
    }

    [Fact]
    public void A_failure_is_thrown_while_slow_items_still_run()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;

        Assert.Throws<DivideByZeroException>(() =>
            Pool.Map(
                x =>
                {
                    if (x == 0)
                        gate.Pass(x);
                    return 10 / (x - 1);
                },
                new[] { 0, 1 },
                new MapOptions { ChunkSize = 1 }
            )
        );

        keeper.Open();
    }

    [Fact]
    public void Outcomes_tell_of_each_item_and_go_on_after_failures()
    {
        var outcomes = Pool.MapOutcomes(x => 10 / (x - 5), Enumerable.Range(0, 10));

        Assert.Equal(Enumerable.Range(0, 10).Select(x => (long)x), outcomes.Select(o => o.Index));
        Assert.All(outcomes.Where(o => o.Index != 5), o => Assert.Equal(10 / (o.Index - 5), o.Result));
        var failed = Assert.Single(outcomes, o => o.Status != OutcomeStatus.Succeeded);
        Assert.Equal((5, OutcomeStatus.Failed), (failed.Index, failed.Status));
        Assert.IsType<DivideByZeroException>(failed.Error);
        Assert.Same(failed.Error, Assert.Throws<DivideByZeroException>(() => failed.Result));
    }

    [Fact]
    public void An_outcome_says_which_worker_and_how_long_and_how_often()
    {
        var outcomes = Pool.MapOutcomes(
            x =>
            {
                Thread.Sleep(20);
                return x;
            },
            Enumerable.Range(0, 3)
        );

        Assert.All(
            outcomes,
            o =>
            {
                Assert.InRange(o.WorkerId, 0, 1);
                Assert.Equal(1, o.Attempts);
                Assert.InRange(o.Duration, TimeSpan.FromMilliseconds(15), Patience.Limit);
                Assert.Null(o.Error);
            }
        );
    }

    [Fact]
    public void A_success_with_null_is_no_failure()
    {
        var outcome = Assert.Single(Pool.MapOutcomes(_ => (string?)null, new[] { 1 }));

        Assert.Equal(OutcomeStatus.Succeeded, outcome.Status);
        Assert.Null(outcome.Result);
        Assert.Null(outcome.Error);
    }

    [Fact]
    public void The_worker_knows_the_index_of_its_item()
    {
        var indexes = Pool.Map(_ => WorkerContext.Current!.Index, Enumerable.Range(100, 1000));

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), indexes);
    }

    [Fact]
    public void A_function_that_captures_keeps_its_captures_apart_from_call_to_call()
    {
        // More different captures than a pool remembers.
        for (var i = 0; i < 150; i++)
        {
            var add = i;
            Assert.Equal([add, add + 1], Pool.Map(x => x + add, new[] { 0, 1 }));
        }
    }

    private static byte[] Payload(int seed)
    {
        var bytes = new byte[200_000];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static IEnumerable<T> Lazily<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
            yield return item;
    }

    private static async IAsyncEnumerable<T> Trickle<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }

    private static async Task<T> Later<T>(T value)
    {
        await Task.Yield();
        return value;
    }
}
