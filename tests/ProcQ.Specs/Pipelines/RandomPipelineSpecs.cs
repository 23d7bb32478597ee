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
    [InlineData(7)]
    [InlineData(8)]
    public void Any_stages_in_any_order_give_what_one_by_one_would_give(int seed)
    {
        var random = new Random(seed);
        // Mostly of processes: two of them in a row hand their data on unseen.
        List<PipelineStep> steps =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(_ => PipelineStep.Of((uint)random.Next(), random.Next(4) == 0 ? StageKind.Thread : StageKind.Process)),
        ];
        var model = new PipelineModel(steps, Enumerable.Range(0, 60).Select(_ => random.Next(100)));

        var wrong = model.WhatIsWrong(Marked);

        Assert.True(wrong is null, $"{model}: {wrong}");
    }
}
