using ProcQ.Calls;
using ProcQ.Engine;

namespace ProcQ.Pipelines;

/// <summary>What stands behind the <see cref="ResultStream{T}"/> of a pipeline.</summary>
internal sealed class PipelineFeed<T>(PipelineRun run, Inbox<T> results, Signal news) : StreamFeed<T>(news)
{
    protected override OwnWorkers OwnWorkers => OwnWorkers.None;

    protected override void Close() =>
        run.Stop(new OperationCanceledException("The results of the pipeline are not read any more."));

    /// <summary>When the reader goes on, every worker is gone.</summary>
    protected override void Leave()
    {
        if (!run.Failures.IsTelling)
            ((IAsyncResult)run.Ended).AsyncWaitHandle.WaitOne();
    }

    protected override Task LeaveAsync() => run.Failures.IsTelling ? Task.CompletedTask : run.Ended;

    protected override bool TryRead(out T? item, out Exception? error, out bool ended)
    {
        (item, error, ended) = (default, null, false);
        // Asked before looking: what came before the end is seen then.
        var over = run.Ended.IsCompleted;
        if (results.TryTake(out var result))
        {
            results.Free();
            item = result.Value;
            return true;
        }

        ended = over;
        if (over)
            run.ThrowIfFailed();
        return false;
    }
}
