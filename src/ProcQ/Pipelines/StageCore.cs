namespace ProcQ.Pipelines;

/// <summary>A stage of a run, its types of items forgotten: what it counts, and its life.</summary>
internal abstract class StageCore(PipelineStage handle, PipelineRun run)
{
    private long _out;
    private long _failed;
    private long _dropped;

    public PipelineStage Handle { get; } = handle;

    protected PipelineRun Run { get; } = run;

    /// <summary>Makes its workers and checks its function, on the thread of whoever starts the pipeline. What is wrong is thrown.</summary>
    public abstract void Open();

    /// <summary>Passes items on until none come any more and all are done with. Fails only when the run is stopped.</summary>
    public abstract Task WorkAsync();

    /// <summary>Ends its workers; whatever they do.</summary>
    public abstract Task EndAsync();

    /// <summary>From now on it has so many workers.</summary>
    public abstract Task ResizeAsync(int workers, CancellationToken ct);

    public StageStats GetStats() =>
        Complete(
            new StageStats
            {
                Stage = Handle,
                Out = Interlocked.Read(ref _out),
                Failed = Interlocked.Read(ref _failed),
                Dropped = Interlocked.Read(ref _dropped),
            }
        );

    /// <summary>Adds what its workers and its queue say.</summary>
    protected abstract StageStats Complete(StageStats stats);

    public void CountOut() => Interlocked.Increment(ref _out);

    public void CountDropped() => Interlocked.Increment(ref _dropped);

    /// <summary>An item failed; throws when that stops the pipeline.</summary>
    public void Fail(long index, Exception error)
    {
        // What fails because everything is being stopped is no failure of its own.
        Run.Stopping.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _failed);
        Run.Failed(new StageFailure(Handle, index, error));
    }
}
