using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Seeds;

/// <summary>Results, order and failures where jobq is silent or wrong: what pipelines do; the identifiers are those of the catalogue of the seeds.</summary>
public sealed class JobqEdgeSpecs : PipelineSpec
{
    [Fact]
    public void JQ_X01_Nothing_in_gives_nothing_out()
    {
        var probe = new PipelineProbe();

        Assert.Empty(
            Pipeline.From<int>([], Marked with { Probe = probe }).Stage(PipelineJobs.Same).StageMany(PipelineJobs.Twice).Run()
        );
        Assert.Equal((0L, 0L, 2), (probe.GetStats().In, probe.GetStats().Out, probe.GetStats().Stages.Count));
        Assert.Equal([1, 2], Pipeline.From([1, 2]).Run());
    }

    [Fact]
    public void JQ_X02_JQ_X03_Null_is_a_value_and_only_None_passes_nothing_on()
    {
        Assert.Equal(
            ["a", null, "b"],
            Pipeline.From(["a", null, "b"], Marked).Stage(x => x).Stage(x => x == "" ? Emit.None : Emit.Value(x)).Run()
        );
        Assert.Equal([1, 3, 5], From(Enumerable.Range(0, 6)).Stage(PipelineJobs.DropEven).Run());
        Assert.Throws<ArgumentException>(() => From([1]).Stage(_ => Emit.None));
    }

    [Fact]
    public void JQ_X04_A_list_is_one_result_unless_many_are_meant()
    {
        Assert.Equal(
            [
                [1, 101],
            ],
            From([1]).Stage(x => PipelineJobs.Twice(x).ToArray()).Run()
        );
        Assert.Equal([1, 101], From([1]).StageMany(x => PipelineJobs.Twice(x).ToArray()).Run());
    }

    [Fact]
    public void JQ_X05_A_generator_may_have_nothing_None_and_null() =>
        Assert.Equal([1, null], From([0, 1]).StageMany(PipelineJobs.NothingNoneAndNull).Run());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void JQ_X06_A_generator_that_throws_keeps_what_came_before(bool ordered)
    {
        List<StageFailure> failures = [];
        var results = Pipeline
            .From(Enumerable.Range(0, 4), GoingOn(failures))
            .StageMany(PipelineJobs.FirstThenFail, Workers(2, ordered))
            .Run()
            .ToList();

        Assert.Equal([0, 1, 101, 2, 3, 103], ordered ? results : [.. results.OrderBy(x => x % 100)]);
        Assert.Equal([0L, 2L], failures.Select(f => f.Index).Order());
        Assert.All(failures, f => Assert.IsType<FormatException>(f.Error));
    }

    [Fact]
    public async Task JQ_X07_Generators_run_side_by_side_also_where_order_is_kept()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var results = From(Enumerable.Range(0, 3)).StageMany(x => Passing(gate, x), Workers(3, ordered: true)).Run();

        // All three are inside at once.
        List<Visit> visits = [await keeper.NextAsync(), await keeper.NextAsync(), await keeper.NextAsync()];
        foreach (var visit in visits)
            visit.Let();
        Assert.Equal([0, 100, 1, 101, 2, 102], results);
        visits.ForEach(v => v.Dispose());
    }

    [Fact]
    public void JQ_X08_Numbers_below_zero_are_keys_like_any_other()
    {
        int[] items = [-1, 2, -4, 5, -1, 2];
        var seen = From(items).Partition(PipelineJobs.Where, x => x, workers: 3).Run().ToList();

        Assert.Equal(items, seen.Select(s => s.Item));
        // As in jobq: all have the remainder 2.
        Assert.Single(seen.Select(s => s.ProcessId).Distinct());
    }

    [Fact]
    public void JQ_X09_JQ_X10_JQ_X11_JQ_X12_A_partitioned_stage_may_fail_drop_and_have_many_results()
    {
        List<StageFailure> failures = [];

        Assert.Equal(
            [0, 1, 3, 4, 5],
            Pipeline
                .From(Enumerable.Range(0, 6), GoingOn(failures))
                .Partition(x => x == 2 ? throw new FormatException() : x, x => x % 3, 3, new StageOptions { Ordered = true })
                .Run()
        );
        Assert.Equal(2, Assert.Single(failures).Index);
        Assert.Equal(
            [0, 1, 3, 4, 5],
            From(Enumerable.Range(0, 6)).Partition<int, int>(x => x == 2 ? Emit.None : x, x => x % 3, 3).Run()
        );
        Assert.Equal(
            Enumerable.Range(0, 6).SelectMany(PipelineJobs.Twice),
            From(Enumerable.Range(0, 6)).PartitionMany(PipelineJobs.Twice, x => x % 3, 3).Run()
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void JQ_X13_A_key_that_throws_is_the_failure_of_its_item(bool ordered)
    {
        List<StageFailure> failures = [];
        var results = Pipeline
            .From(Enumerable.Range(0, 6), GoingOn(failures))
            .Partition(
                PipelineJobs.Same,
                x => x == 3 ? throw new FormatException("3") : x,
                2,
                new StageOptions { Ordered = ordered }
            )
            .Run()
            .ToList();

        Assert.Equal([0, 1, 2, 4, 5], ordered ? results : results.Order());
        var failure = Assert.Single(failures);
        Assert.Equal((3L, "3"), (failure.Index, failure.Error.Message));
    }

    [Fact]
    public void JQ_15_JQ_X27_Failing_and_dropped_items_are_counted_where_they_are()
    {
        List<StageFailure> failures = [];
        var probe = new PipelineProbe();
        var results = Pipeline
            .From(Enumerable.Range(0, 10), GoingOn(failures) with { Probe = probe })
            .Stage(PipelineJobs.FailEven)
            .Stage<int>(x => x == 5 ? Emit.None : x)
            .Stage(PipelineJobs.Same)
            .Run();

        Assert.Equal([1, 3, 7, 9], results);
        Assert.Equal([0, 2, 4, 6, 8], failures.Select(f => f.Index));
        Assert.All(failures, f => Assert.Equal($"{f.Index}", f.Error.Message));
        Assert.Equal(failures, probe.Failures);
        Assert.Equal(
            [(10L, 5L, 5L, 0L), (5, 4, 0, 1), (4, 4, 0, 0)],
            probe.GetStats().Stages.Select(s => (s.In, s.Out, s.Failed, s.Dropped))
        );
    }

    [Fact]
    public void A_failing_item_stops_the_pipeline_unless_told_otherwise()
    {
        var results = From(Enumerable.Range(1, int.MaxValue - 1))
            .Stage(PipelineJobs.Same)
            .Stage(PipelineJobs.FailEven)
            .Run()
            .GetEnumerator();

        Assert.True(results.MoveNext());
        Assert.Equal(1, results.Current);
        var thrown = Assert.Throws<StageException>(() => results.MoveNext());
        Assert.Equal((1, 1L), (thrown.Stage!.Index, thrown.Index));
        Assert.IsType<FormatException>(thrown.InnerException);
        Assert.Contains("'PipelineJobs.FailEven'", thrown.Message);
        Assert.False(results.MoveNext());
        Assert.Empty(OwnMark.Alive());
    }

    [Fact]
    public void JQ_16_JQ_D_One_after_the_other_with_one_worker_each()
    {
        Assert.Equal([1, 2, 3], From([0, 1, 2]).Stage(PipelineJobs.Add1).Run());
        Assert.Equal([2, 4, 6], From([0, 1, 2]).Stage(PipelineJobs.Add1).Stage(PipelineJobs.Multi2).Run());
        Assert.Empty(
            From(Enumerable.Range(0, 100)).Stage(PipelineJobs.Add1).Stage(PipelineJobs.Multi2).Stage(PipelineJobs.DropEven).Run()
        );
        Assert.Equal(
            Enumerable.Range(0, 10_240).Select(x => (x + 1) * 2),
            From(Enumerable.Range(0, 10_240)).Stage(PipelineJobs.Add1).Stage(PipelineJobs.Multi2).Run()
        );
    }

    [Fact]
    public void JQ_17_JQ_X26_Many_workers_give_all_and_keep_the_order_where_told()
    {
        Assert.Equal(
            Enumerable.Range(0, 1000),
            From(Enumerable.Range(0, 1000)).Stage(PipelineJobs.AtRandomSpeed, Workers(4)).Run().Order()
        );
        Assert.Equal(
            Enumerable.Range(0, 500),
            From(Enumerable.Range(0, 500))
                .Stage(PipelineJobs.AtRandomSpeed, Workers(4, ordered: true))
                .Stage(PipelineJobs.AtRandomSpeed, Workers(3, ordered: true))
                .Run()
        );
    }

    [Fact]
    public void JQ_18_Generators_are_flattened_in_order_or_not()
    {
        Assert.Equal([0, 100, 1, 101, 2, 102], From([0, 1, 2]).StageMany(PipelineJobs.Twice, Workers(2, ordered: true)).Run());
        Assert.Equal([0, 1, 2, 100, 101, 102], From([0, 1, 2]).StageMany(PipelineJobs.Twice, Workers(2)).Run().Order());
    }

    private static IEnumerable<int> Passing(Gate gate, int x)
    {
        gate.Pass(x);
        yield return x;
        yield return x + 100;
    }
}
