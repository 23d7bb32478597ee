using ProcQ.Pipelines;

namespace ProcQ;

/// <summary>
/// Where a running or finished pipeline can be looked at: give it to <see cref="PipelineOptions.Probe"/>. It shows the run that was started last. As
/// <c>probe</c> of jobq; asking is always valid.
/// </summary>
public sealed class PipelineProbe
{
    private volatile PipelineRun? _run;

    /// <summary>Failures of items: the first thousand. All are told to <see cref="PipelineOptions.Failed"/> and counted by the statistics.</summary>
    public IReadOnlyList<StageFailure> Failures => _run?.Failures.Kept ?? [];

    /// <summary>A snapshot; without stages before the pipeline has started.</summary>
    public PipelineStats GetStats() => _run?.GetStats() ?? new PipelineStats();

    internal void Watch(PipelineRun run) => _run = run;
}
