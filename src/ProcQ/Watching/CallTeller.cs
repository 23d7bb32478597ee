namespace ProcQ.Watching;

/// <summary>
/// Tells one reporter of the items of one call, each in an order that makes sense. Workers die between any two messages: what they could not say
/// any more is filled in here. All of it runs on the reporter's loop.
/// </summary>
internal sealed class CallTeller(bool wholeCall)
{
    private readonly Dictionary<long, Running> _running = [];
    private bool _over;

    public void Begin(Reporter reporter, long index, Running running)
    {
        if (_over)
            return;
        _running[index] = running;
        reporter.Begin(running.Worker, running.Item);
    }

    public void Progress(Reporter reporter, long index, double fraction, string? message)
    {
        if (_running.TryGetValue(index, out var running))
            reporter.Progress(running.Worker, running.Item, fraction, message);
    }

    public void Retry(Reporter reporter, long index, Running lost, OutcomeStatus reason)
    {
        if (_over)
            return;
        EnsureBegun(reporter, index, lost);
        _running.Remove(index);
        reporter.Retry(lost.Worker, lost.Item, lost.Attempt, reason);
    }

    public void End(Reporter reporter, long index, object? item, in ItemEnd end)
    {
        if (_over)
            return;
        var worker = _running.TryGetValue(index, out var running) ? running.Worker : end.Worker;
        if (end.Status == OutcomeStatus.Cancelled && running is null)
            return;
        if (worker.WorkerId >= 0)
            EnsureBegun(reporter, index, new Running(worker, item, 1));
        _running.Remove(index);
        switch (end.Status)
        {
            case OutcomeStatus.Succeeded:
                reporter.Success(worker, item, end.Result);
                break;
            case OutcomeStatus.Failed:
                reporter.Fail(worker, item, end.Error!);
                break;
            case OutcomeStatus.TimedOut:
                reporter.TimedOut(worker, item);
                break;
            default:
                reporter.Abort(worker, item, Why(end.Error));
                break;
        }
    }

    /// <summary>A worker is gone. What it had begun and was not charged for runs again.</summary>
    public void Exit(Reporter reporter, WorkerInfo worker, WorkerExit exit)
    {
        if (_over)
            return;
        foreach (var (index, running) in _running.Where(r => r.Value.Worker == worker).ToArray())
            Retry(reporter, index, running, OutcomeStatus.WorkerLost);
        if (wholeCall)
            reporter.Exit(worker, exit);
    }

    /// <summary>The call is over, also for what still runs.</summary>
    public void Over(Reporter reporter)
    {
        if (_over)
            return;
        _over = true;
        foreach (var running in _running.Values)
            reporter.Abort(running.Worker, running.Item, new WorkerExit(null, "the call ended before the item did", ""));
        _running.Clear();
        if (wholeCall)
            reporter.Cleanup();
    }

    // Its worker died between beginning the item and saying so.
    private void EnsureBegun(Reporter reporter, long index, Running running)
    {
        if (!_running.ContainsKey(index))
            Begin(reporter, index, running);
    }

    private static WorkerExit Why(Exception? error) =>
        error switch
        {
            WorkerLostException lost => new WorkerExit(lost.ExitCode, lost.ExitReason, lost.OutputTail),
            WorkerStartException start => new WorkerExit(start.ExitCode, "no worker could be started", start.OutputTail),
            _ => new WorkerExit(null, "the item was cancelled", ""),
        };

    /// <summary>An attempt at an item.</summary>
    internal sealed record Running(WorkerInfo Worker, object? Item, int Attempt);
}
