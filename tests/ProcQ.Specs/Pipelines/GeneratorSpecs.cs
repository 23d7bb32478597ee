using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pipelines;

/// <summary>Stages of many results: made as they are taken, kept when what follows fails.</summary>
public sealed class GeneratorSpecs : Support.PipelineSpec
{
    [Fact]
    public void A_generator_without_end_is_made_as_it_is_taken()
    {
        using var results = From([0]).StageMany(_ => Enumerable.Range(0, int.MaxValue)).Run();

        Assert.Equal(Enumerable.Range(0, 20_000), results.Take(20_000));
        Assert.Empty(OwnMark.Alive());
    }

    [Fact]
    public async Task A_generator_is_no_further_ahead_than_there_is_room()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        await using var results = From([0])
            .StageMany(_ => Announced(gate))
            .Stage(gate.PassAs, new StageOptions { Capacity = 4 })
            .Run();
        using var first = await keeper.NextAsync();

        var ahead = await Patience.Settled(() => keeper.Announced);

        // One runs, four wait, and some are on their way.
        Assert.InRange(ahead, 5, 5 + 2 * 256);
    }

    [Fact]
    public async Task A_stream_keeps_nothing_back_while_it_waits()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        await using var results = From([0]).StageMany(_ => TenThenGate(gate)).Run();

        for (var i = 0; i < 10; i++)
            Assert.Equal(i, results.Next(Patience.Limit));
        using var visit = await keeper.NextAsync();
        visit.Let();
        Assert.Equal(10, results.Next(Patience.Limit));
    }

    [Fact]
    public void A_generator_that_crashes_keeps_what_came_before()
    {
        List<StageFailure> failures = [];

        Assert.Equal([7, 8], Pipeline.From([7, 8], GoingOn(failures)).StageMany(OneThenExit).Run());
        Assert.Equal([0L, 1L], failures.Select(f => f.Index));
        Assert.All(failures, f => Assert.IsType<WorkerLostException>(f.Error));
    }

    [Fact]
    public void A_generator_of_threads_is_disposed_when_nobody_wants_more()
    {
        var disposed = 0;
        using (var results = Pipeline.From([0]).StageMany(_ => Endless(), new StageOptions { Kind = StageKind.Thread }).Run())
            Assert.Equal([0, 1, 2], results.Take(3));

        Assert.Equal(1, disposed);

        IEnumerable<int> Endless()
        {
            try
            {
                for (var i = 0; ; i++)
                    yield return i;
            }
            finally
            {
                disposed++;
            }
        }
    }

    [Fact]
    public void A_generator_that_throws_in_the_middle_of_fast_results_keeps_them_all()
    {
        List<StageFailure> failures = [];

        Assert.Equal(Enumerable.Range(0, 50), Pipeline.From([0], GoingOn(failures)).StageMany(FiftyThenThrow).Run());
        Assert.Equal("fifty", Assert.IsType<FormatException>(Assert.Single(failures).Error).Message);
    }

    private static IEnumerable<int> FiftyThenThrow(int first)
    {
        for (var i = first; i < 50; i++)
            yield return i;
        throw new FormatException("fifty");
    }

    private static IEnumerable<int> Announced(Gate gate)
    {
        for (var i = 0; ; i++)
        {
            gate.Announce(i);
            yield return i;
        }
    }

    private static async IAsyncEnumerable<int> TenThenGate(Gate gate)
    {
        for (var i = 0; i < 10; i++)
            yield return i;
        await Task.Run(() => gate.Pass());
        yield return 10;
    }

    private static IEnumerable<int> OneThenExit(int x)
    {
        yield return x;
        Pause.For(20_000);
        Environment.Exit(3);
    }
}
