using ProcQ.TestJobs;

namespace ProcQ.Specs.Pipelines;

/// <summary>Pipelines that were drawn at random, of processes and of threads, against a model that does one thing after the other.</summary>
public sealed class RandomPipelineSpecs : Support.PipelineSpec
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Any_stages_in_any_order_give_what_one_by_one_would_give(int seed) => Check(seed, StageKind.Process);

    [Fact]
    public void Any_stages_of_threads_give_what_one_by_one_would_give()
    {
        for (var seed = 100; seed < 160; seed++)
            Check(seed, StageKind.Thread);
    }

    private void Check(int seed, StageKind kind)
    {
        var random = new Random(seed);
        var items = Enumerable.Range(0, 60).Select(_ => random.Next(100)).ToList();
        List<PipelineStep> steps =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(_ => new PipelineStep(random.Next(9), random.Next(1, 4), random.Next(3) > 0, random.Next(1, 9))),
        ];
        List<StageFailure> failures = [];

        var chain = steps.Aggregate(Pipeline.From(items, GoingOn(failures)), (c, step) => step.AddTo(c, kind));
        var results = chain.Run().ToList();

        List<long> expectedFailures = [];
        var expected = steps
            .Aggregate(items.Select((x, i) => ((long)i, x)).ToList(), (list, step) => step.Model(list, expectedFailures))
            .ConvertAll(e => e.Item2);
        if (steps.TrueForAll(s => s.KeepsOrder))
            Assert.Equal(expected, results);
        else
            Assert.Equal(expected.Order(), results.Order());
        Assert.Equal(expectedFailures.Order(), failures.Select(f => f.Index).Order());
    }
}
