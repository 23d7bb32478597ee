namespace ProcQ.Specs.Support;

/// <summary>What specs of pipelines have: options whose processes carry the mark of the spec.</summary>
public abstract class PipelineSpec : ProcessSpec
{
    /// <summary>The defaults, for processes of this spec.</summary>
    protected PipelineOptions Marked =>
        new()
        {
            Processes = new ProcessPoolOptions
            {
                SpareWorkers = 0,
                Output = WorkerOutput.Discard,
                EnvironmentVariables = OwnMark.On(new ProcessPoolOptions().EnvironmentVariables),
            },
        };

    /// <summary>As <see cref="Marked"/>; failing items are dropped, and go into <paramref name="failures"/>.</summary>
    protected PipelineOptions GoingOn(List<StageFailure> failures) =>
        Marked with
        {
            OnFailure = FailurePolicy.Continue,
            Failed = failures.Add,
        };

    protected PipelineBuilder<int> From(IEnumerable<int> items) => Pipeline.From(items, Marked);

    protected static StageOptions Workers(int count, bool? ordered = null) => new() { Workers = count, Ordered = ordered };
}
