using ProcQ.Specs.Support;

namespace ProcQ.Specs.Watching;

/// <summary>What a function tells of itself, and where that arrives.</summary>
public sealed class WorkerReportSpecs : PoolSpec
{
    [Fact]
    public async Task It_reaches_the_reporter_and_the_statistics()
    {
        using var keeper = new GateKeeper();
        var (gate, listener, pool) = (keeper.Gate, new Listener(), NewPool(1));
        var map = pool.MapAsync(
            x =>
            {
                WorkerContext.Current!.Report(0.25, "reading");
                gate.Pass(x);
                return x;
            },
            new[] { 7 },
            new MapOptions { Reporter = listener }
        );
        using var visit = await keeper.NextAsync();

        await listener.Until("Progress");
        var worker = Assert.Single(pool.GetStats().Workers);
        Assert.Equal((0.25, "reading", 0L), (worker.Fraction, worker.Message, worker.ItemIndex));
        visit.Let();
        await map.Soon();

        Assert.Equal(["Begin", "Progress", "Success"], listener.Of(7));
        Assert.Equal((0.25, (string?)"reading"), listener.All.Single(h => h.What == "Progress").Fact);
        Assert.Null(Assert.Single(pool.GetStats().Workers).Fraction);
    }

    [Fact]
    public async Task Of_many_reports_few_travel_and_the_last_is_one_of_them()
    {
        using var keeper = new GateKeeper();
        var (gate, listener, pool) = (keeper.Gate, new Listener(), NewPool(1));
        var map = pool.MapAsync(
            x =>
            {
                for (var i = 0; i <= 100_000; i++)
                    WorkerContext.Current!.Report(i / 100_000.0, $"{i}");
                gate.Pass(x);
                return x;
            },
            new[] { 0 },
            new MapOptions { Reporter = listener }
        );
        using var visit = await keeper.NextAsync();

        await Patience.Until(
            () => listener.All.Any(h => Equals(h.Fact, (1.0, (string?)"100000"))),
            "the last report has arrived while the item goes on"
        );
        Assert.Equal("100000", pool.GetStats().Workers[0].Message);
        visit.Let();
        await map.Soon();

        var fractions = listener.All.Where(h => h.What == "Progress").Select(h => ((double, string?))h.Fact!).ToList();
        Assert.Equal(fractions.Select(f => f.Item1).Order(), fractions.Select(f => f.Item1));
        // Ten a second: a machine on which the loop takes a minute is not imagined.
        Assert.InRange(fractions.Count, 1, 600);
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_fraction_outside_of_0_to_1_is_refused(double fraction)
    {
        var pool = NewPool(1);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            pool.Apply(
                f =>
                {
                    WorkerContext.Current!.Report(f);
                    return 1;
                },
                fraction
            )
        );

        Assert.Contains("from 0 to 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_message_is_cut_and_a_strange_one_arrives()
    {
        using var keeper = new GateKeeper();
        var (gate, pool) = (keeper.Gate, NewPool(1));
        foreach (var message in new[] { new string('€', 100_000), "\0\ud83d\n", new string('\ud83d', 600) })
        {
            var call = pool.ApplyAsync(
                x =>
                {
                    WorkerContext.Current!.Report(1, x);
                    gate.Pass(x.Length);
                    return x.Length;
                },
                message
            );
            using var visit = await keeper.NextAsync();
            await Patience.Until(() => pool.GetStats().Workers[0].Message is not null, "the message has arrived");

            Assert.Equal(Math.Min(500, message.Length), pool.GetStats().Workers[0].Message!.Length);
            visit.Let();
            Assert.Equal(message.Length, await call.Soon());
        }

        Assert.Equal(0, pool.GetStats().Workers[0].Restarts);
    }

    [Fact]
    public async Task A_thread_that_an_item_left_running_speaks_for_nobody()
    {
        var listener = new Listener();
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, Reporter = listener });
        await pool.ApplyAsync(() =>
            {
                var context = WorkerContext.Current!;
                new Thread(() =>
                {
                    while (true)
                        context.Report(0.5, "still here");
                })
                {
                    IsBackground = true,
                }.Start();
            })
            .Soon();

        Assert.Equal(Enumerable.Range(0, 300), pool.Map(x => x, Enumerable.Range(0, 300)));
        Assert.Equal(0, pool.GetStats().Workers[0].Restarts);
        // The pool's reporter hears at its own pace; at the end of the pool it has heard everything.
        await pool.DisposeAsync().AsTask().Soon();
        Assert.All(Enumerable.Range(0, 300), x => Assert.Equal(["Begin", "Success"], listener.Of(x).Where(n => n != "Progress")));
    }
}
