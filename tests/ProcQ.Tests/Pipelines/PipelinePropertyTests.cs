using FsCheck;
using FsCheck.Fluent;
using ProcQ.TestJobs;

namespace ProcQ.Tests.Pipelines;

/// <summary>Whatever chain of stages FsCheck thinks of gives what one by one would give. One that does not is made as short as it can be.</summary>
public class PipelinePropertyTests
{
    private static readonly Config Some = Config.QuickThrowOnFailure.WithMaxTest(100);

    [Fact]
    public void Any_stages_of_threads_give_what_one_by_one_would_give() =>
        Prop.ForAll<DoNotSize<uint>[], byte[]>(
                (stages, items) =>
                {
                    var steps = stages.Take(5).Select(stage => PipelineStep.Of(stage.Item, StageKind.Thread)).ToList();
                    var model = new PipelineModel(steps, items.Select(i => (int)i));
                    var wrong = model.WhatIsWrong(PipelineOptions.Default);
                    return (wrong is null).Label($"{model}: {wrong}");
                }
            )
            .Check(Some);
}
