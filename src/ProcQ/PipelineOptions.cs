namespace ProcQ;

/// <summary>What holds for a whole pipeline. Immutable; checked when it is made.</summary>
public sealed record PipelineOptions
{
    /// <summary>What a failing item does. Default: <see cref="FailurePolicy.Stop"/>: nothing is lost without a word. jobq logs and goes on: <see cref="FailurePolicy.Continue"/>.</summary>
    public FailurePolicy OnFailure { get; init; }

    /// <summary>
    /// Hears of each failing item, one at a time, on a thread of the pipeline: while it runs, the stage waits. Default: null. What it throws stops the pipeline.
    /// </summary>
    public Action<StageFailure>? Failed { get; init; }

    /// <summary>
    /// Run budget of the whole pipeline, from its start to its last result, feeding included; when it is used up the pipeline is stopped, what runs is killed, and
    /// whoever reads or joins gets a <see cref="TimeoutException"/>. Default: null, none. Range: zero (at once) and up. As <c>timeout</c> of jobq, which does not count the feeding.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Where statistics and failures of the run can be looked at. Default: null. As <c>probe</c> of jobq.</summary>
    public PipelineProbe? Probe { get; init; }

    /// <summary>
    /// How the processes of its stages are to be; <see cref="ProcessPoolOptions.Workers"/> is not looked at. Default: the defaults of a pool, without spare workers; options of your own have
    /// as many as they say, for each stage, and for each worker of a stage that is partitioned or has many results.
    /// </summary>
    public ProcessPoolOptions Processes { get; init; } = new() { SpareWorkers = 0 };

    /// <summary>The clock of <see cref="Timeout"/> and of rate limits. Default: that of the system.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal static PipelineOptions Default { get; } = new();

    internal PipelineOptions Validated()
    {
        if (Timeout is { } timeout)
            Limits.ThrowIfNegative(timeout, nameof(Timeout));
        ArgumentNullException.ThrowIfNull(Processes, nameof(Processes));
        // How many workers there are is a matter of the stages.
        (Processes with { Workers = Math.Max(1, Processes.MinWorkers ?? 1) }).Validated();
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        if (OnFailure is not (FailurePolicy.Stop or FailurePolicy.Continue))
            throw new ArgumentOutOfRangeException(nameof(OnFailure), OnFailure, "A pipeline stops or goes on.");
        return this;
    }
}
