using ProcQ.Functions;

namespace ProcQ.Pipelines;

/// <summary>What a stage was asked to be.</summary>
/// <param name="Handle">Its handle.</param>
/// <param name="Function">The user's function, of whatever form.</param>
/// <param name="Options">Checked.</param>
internal sealed record StagePlan(PipelineStage Handle, Delegate Function, StageOptions Options)
{
    // More in one message gain nothing.
    private const int MostBytesTogether = 1 << 20;

    public static string NameOf(Delegate function, StageOptions options) => options.Name ?? FunctionName.Of(function.Method);

    /// <summary>What an item has begun stays in its worker between two calls: none may go because it has nothing to do for a while.</summary>
    public bool KeepsWorkers { get; init; }

    /// <summary>How many places its entrance has: those who wait, and one for each worker.</summary>
    public int Places => (int)Math.Min(int.MaxValue, (long)Options.Capacity + Options.Workers);

    /// <summary>
    /// Values may come and go as bytes that nobody in this process decodes: its workers are processes, nobody listens to what they do, and both sides code as all others do.
    /// </summary>
    public bool Carries(PipelineOptions pipeline) =>
        Options.Kind == StageKind.Process && ProcessesOf(pipeline) is { Reporter: null, PayloadCodec: null };

    /// <summary>How many bytes of results a worker may gather into one message; 0 where they stay in this process.</summary>
    public int MostBytes(PipelineOptions pipeline) =>
        Options.Kind == StageKind.Process ? Math.Min(MostBytesTogether, ProcessesOf(pipeline).MaxFrameBytes / 4) : 0;

    /// <summary>How long an item may take; null for no limit.</summary>
    public TimeSpan? LimitOf(PipelineOptions pipeline) =>
        Limits.OrNone(Options.Timeout ?? (Options.Kind == StageKind.Process ? ProcessesOf(pipeline).TaskTimeout : null));

    /// <summary>A pool of the stage: the one place where its kind matters.</summary>
    public WorkerPool NewPool(PipelineOptions pipeline, int workers)
    {
        var processes = ProcessesOf(pipeline);
        var name = processes.Name is { } prefix ? $"{prefix}/{Handle.Name}" : Handle.Name;
        if (Options.Kind == StageKind.Process)
            return new ProcessPool(
                processes with
                {
                    Workers = workers,
                    MinWorkers = processes.MinWorkers is { } least && !KeepsWorkers ? Math.Min(least, workers) : null,
                    Name = name,
                }
            );
        return new ThreadWorkerPool(
            new ThreadWorkerPoolOptions
            {
                Workers = workers,
                Name = name,
                Reporter = processes.Reporter,
                LoggerFactory = processes.LoggerFactory,
            }
        );
    }

    private ProcessPoolOptions ProcessesOf(PipelineOptions pipeline) => Options.Processes ?? pipeline.Processes;
}
