namespace ProcQ.Watching;

/// <summary>A user's reporter whose exceptions harm nothing; the first one is told to <paramref name="failed"/>. Used by one loop.</summary>
internal sealed class GuardedReporter(Reporter inner, Action<Exception> failed) : Reporter
{
    private bool _hasFailed;

    public override void Init(int workers) => Guard(r => r.Init(workers));

    public override void Spawn(WorkerInfo worker) => Guard(r => r.Spawn(worker));

    public override void Begin(WorkerInfo worker, object? item) => Guard(r => r.Begin(worker, item));

    public override void Progress(WorkerInfo worker, object? item, double fraction, string? message) =>
        Guard(r => r.Progress(worker, item, fraction, message));

    public override void Success(WorkerInfo worker, object? item, object? result) => Guard(r => r.Success(worker, item, result));

    public override void Fail(WorkerInfo worker, object? item, Exception exception) =>
        Guard(r => r.Fail(worker, item, exception));

    public override void Abort(WorkerInfo worker, object? item, WorkerExit exit) => Guard(r => r.Abort(worker, item, exit));

    public override void TimedOut(WorkerInfo worker, object? item) => Guard(r => r.TimedOut(worker, item));

    public override void Retry(WorkerInfo worker, object? item, int attempt, OutcomeStatus reason) =>
        Guard(r => r.Retry(worker, item, attempt, reason));

    public override void Unresponsive(WorkerInfo worker, WorkerCondition condition) =>
        Guard(r => r.Unresponsive(worker, condition));

    public override void Exit(WorkerInfo worker, WorkerExit exit) => Guard(r => r.Exit(worker, exit));

    public override void Cleanup() => Guard(r => r.Cleanup());

    private void Guard(Action<Reporter> tell)
    {
        try
        {
            tell(inner);
        }
        catch (Exception e)
        {
            // Whatever the user's reporter throws is its own affair; once is enough to know that it does.
            if (!_hasFailed)
                failed(e);
            _hasFailed = true;
        }
    }
}
