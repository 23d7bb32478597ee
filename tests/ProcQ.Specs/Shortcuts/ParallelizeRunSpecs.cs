using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Shortcuts;

/// <summary>Parallelize.Run: many items, no pool to make.</summary>
public sealed class ParallelizeRunSpecs : PoolSpec
{
    [Fact]
    public async Task Each_item_leads_to_its_outcome_whatever_becomes_of_the_others()
    {
        static int Third(int x) => x == 5 ? Crimes.Commit(Crime.Kill9) : 15 / (x - 3);

        var blocking = Parallelize.Run(Third, Enumerable.Range(0, 10));
        var awaited = await Parallelize.RunAsync(Third, Enumerable.Range(0, 10), children: 2).Soon();

        Assert.All(
            [blocking, awaited],
            outcomes =>
            {
                Assert.Equal(Enumerable.Range(0, 10), outcomes.Keys);
                Assert.IsType<DivideByZeroException>(outcomes[3].Error);
                Assert.IsType<WorkerLostException>(outcomes[5].Error);
                Assert.Equal((-5, 15, 2), (outcomes[0].Result, outcomes[4].Result, outcomes[9].Result));
            }
        );
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
            Parallelize.Run(Later, [1, 1]),
            await Parallelize.RunAsync(Later, [1]).Soon(),
            await Parallelize.RunAsync(Later, new[] { 1, 1 }.ToAsyncEnumerable()).Soon(),
            await Parallelize.RunAsync(x => x + 1, new[] { 1 }.ToAsyncEnumerable()).Soon(),
        };

        Assert.All(results, o => Assert.Equal((1, 2), (Assert.Single(o).Key, o[1].Result)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task So_many_children_work_at_once_and_no_more(int children)
    {
        using var keeper = new GateKeeper();
        using var scratch = new ScratchFolder();
        var (gate, ledger) = (keeper.Gate, new Ledger(scratch.In("ledger")));
        var all = Parallelize.RunAsync(
            x =>
            {
                ledger.Note("in");
                gate.Pass(x);
                ledger.Note("out");
                return x;
            },
            Enumerable.Range(0, 4 * children),
            children
        );

        // All children stand at the gate together, four times.
        for (var round = 0; round < 4; round++)
        {
            var visits = new List<Visit>();
            while (visits.Count < children)
                visits.Add(await keeper.NextAsync());
            visits.ForEach(visit => visit.Let());
            visits.ForEach(visit => visit.Dispose());
        }

        Assert.All((await all.Soon()).Values, o => Assert.Equal(OutcomeStatus.Succeeded, o.Status));
        var (inside, most) = (0, 0);
        foreach (var line in ledger.Read())
            most = Math.Max(most, inside += line == "in" ? 1 : -1);
        Assert.Equal(children, most);
    }

    [Fact]
    public async Task A_reporter_hears_of_the_call()
    {
        var (blocking, awaited) = (new Listener(), new Listener());

        Parallelize.Run(x => 6 / x, [2, 0], children: 2, blocking);
        await Parallelize.RunAsync(x => 6 / x, [2, 0], reporter: awaited).Soon();

        foreach (var listener in new[] { blocking, awaited })
        {
            Assert.Equal(["Begin", "Success"], listener.Of(2));
            Assert.Equal(["Begin", "Fail"], listener.Of(0));
            Assert.Equal(("Init", "Cleanup"), (listener.Names[0], listener.Names[^1]));
        }

        Assert.Equal((2, 6), ((int)blocking.All[0].Fact!, (int)awaited.All[0].Fact!));
    }

    [Fact]
    public void No_items_give_no_outcomes() => Assert.Empty(Parallelize.Run(x => x, Array.Empty<int>()));

    [Fact]
    public void A_wrong_call_is_refused_by_name()
    {
        foreach (var children in new[] { 0, -1, int.MinValue })
        {
            Assert.Equal(
                "children",
                Assert.Throws<ArgumentOutOfRangeException>(() => Parallelize.Run(x => x, [1], children)).ParamName
            );
        }

        Assert.Equal("f", Assert.Throws<ArgumentNullException>(() => Parallelize.Run((Func<int, int>)null!, [1])).ParamName);
        Assert.Equal("items", Assert.Throws<ArgumentNullException>(() => Parallelize.Run(x => x, (int[])null!)).ParamName);
        Assert.Equal("items", Assert.Throws<ArgumentException>(() => Parallelize.Run(x => x, ["a", null!])).ParamName);
    }

    [Fact]
    public async Task Cancelling_ends_it_with_the_callers_own_token()
    {
        using var keeper = new GateKeeper();
        using var wish = new CancellationTokenSource();
        var gate = keeper.Gate;
        var task = Parallelize.RunAsync(
            x =>
            {
                gate.Pass(x);
                return x;
            },
            [1],
            ct: wish.Token
        );
        using var visit = await keeper.NextAsync();

        await wish.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon());
        Assert.Equal(wish.Token, error.CancellationToken);
    }
}
