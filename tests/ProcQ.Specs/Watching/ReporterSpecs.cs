using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Watching;

/// <summary>What a call's own reporter hears of it.</summary>
public sealed class ReporterSpecs : PoolSpec
{
    private static readonly string[] Ends = ["Success", "Fail", "Abort", "TimedOut"];

    [Fact]
    public async Task It_hears_one_item_after_the_other_from_one_worker()
    {
        var listener = new Listener();
        var pool = NewPool(1);
        await pool.WarmUpAsync().Soon();

        Assert.Equal([3, 6, 9], pool.Map(x => x * 3, new[] { 1, 2, 3 }, new MapOptions { Reporter = listener }));

        Assert.Equal(["Init", "Spawn", "Begin", "Success", "Begin", "Success", "Begin", "Success", "Cleanup"], listener.Names);
        Assert.Equal(1, listener.All[0].Fact);
        Assert.Equal([3, 6, 9], listener.All.Where(h => h.What == "Success").Select(h => (int)h.Fact!));
        var worker = new WorkerInfo(0, pool.GetStats().Workers[0].ProcessId);
        Assert.All(listener.All.Skip(1).SkipLast(1), h => Assert.Equal(worker, h.Worker));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    public void Every_item_begins_once_and_then_ends_once_in_whatever_chunks_it_travels(int? chunk)
    {
        var listener = new Listener();
        var pool = NewPool(2);

        pool.Map(x => x + 1, Enumerable.Range(0, 2000), new MapOptions { Reporter = listener, ChunkSize = chunk });

        var heard = listener.OfItems().GroupBy(h => (int)h.Item!).ToDictionary(g => g.Key, g => g.Select(h => h.What));
        Assert.Equal(2000, heard.Count);
        Assert.All(heard.Values, names => Assert.Equal(["Begin", "Success"], names));
    }

    [Fact]
    public void Items_are_the_callers_own_objects_and_results_are_copies()
    {
        var listener = new Listener();
        var pool = NewPool(1);
        var items = new List<int>?[] { [1], null, [1], [1] };
        items[3] = items[2];

        var results = pool.Map(list => list, items, new MapOptions { Reporter = listener });

        var ends = listener.All.Where(h => h.What == "Success").ToList();
        Assert.Equal(4, ends.Count);
        Assert.All(items.Zip(ends), pair => Assert.Same(pair.First, pair.Second.Item));
        Assert.Equal(results[0], Assert.IsType<List<int>>(ends[0].Fact));
        Assert.NotSame(results[0], ends[0].Fact);
        Assert.Null(ends[1].Fact);
    }

    [Fact]
    public void A_failure_brings_the_exception_and_the_worker_goes_on()
    {
        var listener = new Listener();
        var pool = NewPool(1);

        pool.MapOutcomes(x => 10 / x, new[] { 5, 0, 2 }, new MapOptions { Reporter = listener });

        Assert.Equal(["Begin", "Fail"], listener.Of(0));
        var fail = Assert.Single(listener.All, h => h.What == "Fail");
        Assert.IsType<DivideByZeroException>(fail.Fact);
        Assert.Equal(["Begin", "Success"], listener.Of(2));
        Assert.DoesNotContain("Exit", listener.Names);
    }

    [Fact]
    public void An_item_that_cannot_travel_fails_without_a_worker()
    {
        var listener = new Listener();
        var pool = NewPool(1);

        var outcomes = pool.MapOutcomes(
            x => x,
            new object[] { 1, new CancellationTokenSource().Token, 3 },
            new MapOptions { Reporter = listener }
        );

        Assert.Equal(OutcomeStatus.Failed, outcomes[1].Status);
        var fail = Assert.Single(listener.All, h => h.What == "Fail");
        Assert.Equal(new WorkerInfo(-1, 0), fail.Worker);
        Assert.IsType<NotTransferableException>(fail.Fact);
        Assert.Equal(["Fail"], listener.Of(fail.Item));
    }

    [Fact]
    public async Task An_item_whose_worker_dies_is_aborted_before_the_worker_is_gone()
    {
        var listener = new Listener();
        var pool = NewPool(1);
        await pool.WarmUpAsync().Soon();

        pool.MapOutcomes(
            x => x == 2 ? Crimes.Commit(Crime.Exit7) : x,
            Enumerable.Range(1, 5),
            new MapOptions { Reporter = listener }
        );

        Assert.Equal(["Begin", "Abort"], listener.Of(2));
        Assert.All(new[] { 1, 3, 4, 5 }, x => Assert.Equal("Success", listener.Of(x)[^1]));
        var names = listener.Names.ToList();
        var abort = listener.All.Single(h => h.What == "Abort");
        Assert.Equal(7, Assert.IsType<WorkerExit>(abort.Fact).ExitCode);
        var exit = listener.All[names.IndexOf("Exit")];
        Assert.Equal(abort.Worker, exit.Worker);
        Assert.True(names.IndexOf("Abort") < names.IndexOf("Exit"));
        // Another process takes its place, and is told of.
        Assert.True(names.IndexOf("Exit") < names.LastIndexOf("Spawn"));
        Assert.NotEqual(exit.Worker!.ProcessId, listener.All[names.LastIndexOf("Spawn")].Worker!.ProcessId);
    }

    [Fact]
    public void An_item_that_takes_too_long_is_tried_again_and_then_timed_out()
    {
        var listener = new Listener();
        var pool = NewPool(1);

        pool.MapOutcomes(
            x => x == 1 ? Crimes.Commit(Crime.Sleep) : x,
            new[] { 0, 1, 2 },
            new MapOptions
            {
                Reporter = listener,
                Timeout = TimeSpan.FromMilliseconds(300),
                Retries = 1,
            }
        );

        Assert.Equal(["Begin", "Retry", "Begin", "TimedOut"], listener.Of(1));
        Assert.Equal((1, OutcomeStatus.TimedOut), listener.All.Single(h => h.What == "Retry").Fact);
        Assert.Equal(2, listener.Names.Count(n => n == "Exit"));
        Assert.Equal("Success", listener.Of(2)[^1]);
    }

    [Fact]
    public void Of_many_items_that_fail_crash_hang_and_work_each_ends_once_and_in_order()
    {
        var listener = new Listener();
        var pool = NewPool(2);

        var outcomes = pool.MapOutcomes(
            x =>
                x % 50 == 10 ? Crimes.Commit(Crime.Exit7)
                : x % 50 == 20 ? throw new InvalidOperationException("No.")
                : x % 100 == 30 ? Crimes.Commit(Crime.Sleep)
                : x,
            Enumerable.Range(0, 200),
            new MapOptions { Reporter = listener, Timeout = TimeSpan.FromMilliseconds(500) }
        );

        foreach (var outcome in outcomes)
        {
            var names = listener.Of((int)outcome.Index);
            Assert.Equal(EndOf(outcome.Status), names[^1]);
            Assert.Single(names, n => Ends.Contains(n, StringComparer.Ordinal));
            // An attempt that went down with its worker is followed by another.
            Assert.All(names.SkipLast(1).Select((n, i) => (n, i)), p => Assert.Equal(p.i % 2 == 0 ? "Begin" : "Retry", p.n));
            Assert.Equal(1, names.Count % 2 == 0 ? 1 : 0);
        }

        Assert.Equal("Init", listener.Names[0]);
        Assert.Equal("Cleanup", listener.Names[^1]);
        Assert.Single(listener.Names, "Cleanup");
    }

    [Fact]
    public async Task What_is_cancelled_before_it_began_is_not_heard_of_and_what_ran_is_aborted()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var (gate, listener, pool) = (keeper.Gate, new Listener(), NewPool(1));
        var map = pool.MapOutcomesAsync(
            x =>
            {
                gate.Pass(x);
                return x;
            },
            new[] { 0, 1, 2 },
            new MapOptions { Reporter = listener },
            source.Token
        );
        using var visit = await keeper.NextAsync();
        await listener.Until("Begin", 0);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map.Soon());
        Assert.Equal(["Begin", "Abort"], listener.Of(0));
        Assert.Empty(listener.Of(1));
        Assert.Empty(listener.Of(2));
        Assert.Single(listener.Names, "Cleanup");
        Assert.Equal("Cleanup", listener.Names[^1]);
    }

    [Fact]
    public async Task A_map_that_fails_fast_has_told_everything_when_it_throws()
    {
        using var keeper = new GateKeeper();
        var (gate, ofCall, ofPool) = (keeper.Gate, new Listener(), new Listener());
        var pool = NewPool(new ProcessPoolOptions { Workers = 2, Reporter = ofPool });
        var map = pool.MapAsync(
            x =>
            {
                gate.Pass(x);
                return x == 1 ? throw new InvalidOperationException("No.") : x;
            },
            new[] { 0, 1 },
            new MapOptions { Reporter = ofCall }
        );
        Visit[] visits = [await keeper.NextAsync(), await keeper.NextAsync()];
        visits.Single(v => v.Who == 1).Let();

        await Assert.ThrowsAsync<InvalidOperationException>(() => map.Soon());

        // The other one still runs: for the call it is over, for the pool it goes on.
        Assert.Equal(["Begin", "Fail"], ofCall.Of(1));
        Assert.Equal(["Begin", "Abort"], ofCall.Of(0));
        Assert.Equal("Cleanup", ofCall.Names[^1]);
        Assert.Equal(["Begin"], ofPool.Of(0));
        visits.Single(v => v.Who == 0).Let();
        await ofPool.Until("Success", 0);
        Array.ForEach(visits, v => v.Dispose());
    }

    [Fact]
    public void A_call_without_items_begins_and_ends()
    {
        var listener = new Listener();

        Assert.Empty(NewPool(1).Map(x => x, Array.Empty<int>(), new MapOptions { Reporter = listener }));

        Assert.Equal("Init", listener.Names[0]);
        Assert.Equal("Cleanup", listener.Names[^1]);
        Assert.Empty(listener.OfItems());
    }

    [Fact]
    public async Task A_stream_that_ends_has_told_everything()
    {
        var (one, two) = (new Listener(), new Listener());
        var pool = NewPool(2);

        foreach (var _ in pool.Imap(x => x, Enumerable.Range(0, 50), new MapOptions { Reporter = one })) { }
        await foreach (var _ in pool.ImapOutcomes(x => x, Enumerable.Range(0, 50), new MapOptions { Reporter = two })) { }

        Assert.All([one, two], l => Assert.Equal(50, l.Names.Count(n => n == "Success")));
        Assert.All([one, two], l => Assert.Equal("Cleanup", l.Names[^1]));
    }

    [Fact]
    public async Task A_stream_that_is_left_early_has_told_everything_and_tells_no_more()
    {
        var (one, two) = (new Listener(), new Listener());
        var pool = NewPool(2);

        foreach (var x in pool.Imap(x => x, Endless(), new MapOptions { Reporter = one }))
        {
            if (x == 10)
                break;
        }

        var told = one.All.Count;
        await foreach (var x in pool.ImapUnordered(x => x, Endless(), new MapOptions { Reporter = two }))
            break;

        Assert.Equal("Cleanup", one.Names[^1]);
        Assert.Equal("Cleanup", two.Names[^1]);
        Assert.Equal(told, one.All.Count);
        var begun = one.OfItems().Where(h => h.What == "Begin").Select(h => h.Item);
        Assert.All(begun, item => Assert.Single(one.Of(item), n => Ends.Contains(n, StringComparer.Ordinal)));
    }

    [Fact]
    public void All_of_it_is_told_on_one_thread_that_is_nobody_elses()
    {
        var listener = new Listener();

        NewPool(2).Map(x => x, Enumerable.Range(0, 200), new MapOptions { Reporter = listener });

        var thread = Assert.Single(listener.All.Select(h => h.ThreadId).Distinct());
        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
    }

    private static IEnumerable<int> Endless()
    {
        for (var i = 0; ; i++)
            yield return i;
    }

    private static string EndOf(OutcomeStatus status) =>
        status switch
        {
            OutcomeStatus.Succeeded => "Success",
            OutcomeStatus.Failed => "Fail",
            OutcomeStatus.TimedOut => "TimedOut",
            _ => "Abort",
        };
}
