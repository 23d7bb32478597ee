using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Watching;

/// <summary>What a caller is told of how far a call is.</summary>
public sealed class ProgressSpecs : PoolSpec
{
    [Fact]
    public async Task What_waits_runs_and_is_done_is_told_while_it_goes_on()
    {
        using var keeper = new GateKeeper();
        var (gate, readings, pool) = (keeper.Gate, new Readings(), NewPool(2));
        var map = pool.MapAsync(
            x =>
            {
                gate.Pass(x);
                return x;
            },
            Enumerable.Range(0, 6).ToArray(),
            new MapOptions { Progress = readings, ChunkSize = 1 }
        );
        Visit[] visits = [await keeper.NextAsync(), await keeper.NextAsync()];

        await Reads(readings, p => p is { Done: 0, Running: 2, Queued: 4, Total: 6, Eta: null });
        visits[0].Let();
        using var third = await keeper.NextAsync();
        await Reads(readings, p => p is { Done: 1, Running: 2, Queued: 3, Eta: not null } && p.Rate > 0);

        keeper.Open();
        visits[1].Let();
        third.Let();
        await map.Soon();
        Assert.Equal((6, 0, 0, 0, 6), Facts(readings.Last));
        Assert.Equal(TimeSpan.Zero, readings.Last.Eta);
        Assert.False(readings.WasCalledByTwo);
        Array.ForEach(visits, v => v.Dispose());
    }

    [Fact]
    public async Task It_is_told_ten_times_a_second_at_most_and_never_goes_back()
    {
        using var keeper = new GateKeeper();
        var (gate, readings, pool) = (keeper.Gate, new Readings(), NewPool(1));
        var map = pool.MapAsync(
            x =>
            {
                gate.Pass(x);
                return x;
            },
            new[] { 0 },
            new MapOptions { Progress = readings }
        );
        using var visit = await keeper.NextAsync();
        await Patience.Until(() => readings.All.Count >= 12, "there were twelve readings");
        visit.Let();
        await map.Soon();

        // The last one comes when it is over; clocks are read some milliseconds apart.
        var regular = readings.All.SkipLast(1).Select(r => r.At).ToList();
        Assert.All(regular.Zip(regular.Skip(10)), pair => Assert.InRange(pair.Second - pair.First, 900, long.MaxValue));
        var done = readings.All.Select(r => r.Progress.Done).ToList();
        Assert.Equal(done.Order(), done);
    }

    [Fact]
    public void What_failed_is_counted()
    {
        var (readings, pool) = (new Readings(), NewPool(1));

        pool.MapOutcomes(
            x => x == 1 ? Crimes.Commit(Crime.Exit7) : 10 / x,
            new[] { 5, 0, 1, 2 },
            new MapOptions { Progress = readings }
        );

        Assert.Equal((4, 2, 0, 0, 4), Facts(readings.Last));
    }

    [Fact]
    public void A_map_that_fails_has_told_how_far_it_came()
    {
        var (readings, pool) = (new Readings(), NewPool(1));

        Assert.Throws<DivideByZeroException>(() => pool.Map(x => 10 / x, new[] { 1, 0 }, new MapOptions { Progress = readings }));

        Assert.Equal((2, 1), (readings.Last.Done, readings.Last.Failed));
    }

    [Fact]
    public async Task The_total_is_told_as_soon_as_it_is_known()
    {
        using var keeper = new GateKeeper();
        var (gate, readings, pool) = (keeper.Gate, new Readings(), NewPool(1));
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async IAsyncEnumerable<int> Items()
        {
            yield return 1;
            await open.Task;
            yield return 2;
        }

        var map = pool.MapAsync(
            x =>
            {
                gate.Pass(x);
                return x;
            },
            Items(),
            new MapOptions { Progress = readings }
        );
        using var one = await keeper.NextAsync();
        await Reads(readings, p => p is { Running: 1, Total: null, Eta: null });
        open.SetResult();
        one.Let();
        using var two = await keeper.NextAsync();
        await Reads(readings, p => p is { Done: 1, Running: 1, Total: 2 });
        two.Let();
        await map.Soon();

        Assert.Equal((2, 0, 0, 0, 2), Facts(readings.Last));
    }

    [Fact]
    public async Task A_stream_has_told_the_end_before_it_ends_also_when_it_is_left()
    {
        var (all, some) = (new Readings(), new Readings());
        var pool = NewPool(1);

        foreach (var _ in pool.Imap(x => x, Enumerable.Range(0, 500), new MapOptions { Progress = all })) { }
        await foreach (var x in pool.ImapUnordered(x => x, Endless(), new MapOptions { Progress = some }))
            break;

        Assert.Equal((500, 0, 0, 0, 500), Facts(all.Last));
        Assert.NotEmpty(some.All);
        var told = some.All.Count;
        pool.Map(x => x, new[] { 1 });
        Assert.Equal(told, some.All.Count);
    }

    [Fact]
    public async Task What_it_throws_is_logged_once_and_harms_nothing()
    {
        using var keeper = new GateKeeper();
        var (gate, log) = (keeper.Gate, new LogBook());
        var readings = new Readings { On = _ => throw new InvalidOperationException("I don't want to know.") };
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, LoggerFactory = log });
        var map = pool.MapAsync(
            x =>
            {
                gate.Pass(x);
                return x;
            },
            new[] { 3 },
            new MapOptions { Progress = readings, Name = "thrice" }
        );
        using var visit = await keeper.NextAsync();
        await Patience.Until(() => readings.All.Count >= 3, "it was called three times");
        visit.Let();

        Assert.Equal(3, Assert.Single(await map.Soon()));
        await pool.DisposeAsync().AsTask().Soon();
        Assert.Equal("the call 'thrice'", Assert.Single(log.With(4)).Values["Whose"]);
    }

    [Fact]
    public async Task One_that_hangs_holds_up_the_end_for_a_while_and_no_item()
    {
        using var release = new ManualResetEventSlim();
        var log = new LogBook();
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, LoggerFactory = log });
        try
        {
            var readings = new Readings { On = _ => release.Wait() };

            Assert.Single(await pool.MapAsync(x => x, new[] { 1 }, new MapOptions { Progress = readings }).Soon());

            Assert.Equal(5, (await log.NextAsync(5)).Id);
        }
        finally
        {
            release.Set();
        }
    }

    private static (long Done, long Failed, long Running, long Queued, long? Total) Facts(PoolProgress p) =>
        (p.Done, p.Failed, p.Running, p.Queued, p.Total);

    private static Task Reads(Readings readings, Func<PoolProgress, bool> isSo) =>
        Patience.Until(
            () => readings.All.Any(r => isSo(r.Progress)),
            $"one of these is so: {string.Join("\n", readings.All.Select(r => r.Progress))}"
        );

    private static IEnumerable<int> Endless()
    {
        for (var i = 0; ; i++)
            yield return i;
    }
}
