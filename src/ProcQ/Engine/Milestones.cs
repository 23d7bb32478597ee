namespace ProcQ.Engine;

/// <summary>What people wait for in the life of a pool: that its places are filled, and that it is over.</summary>
internal sealed class Milestones
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Replaced when the places are to be filled anew; guarded by the engine's gate.
    private TaskCompletionSource _staffed = New();

    /// <summary>Completes when the pool is closed or terminated and its last process is gone.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Completes when every place that is to be filled is filled by a worker that is ready; fails when that cannot be.</summary>
    public Task Staffed => _staffed.Task;

    /// <summary>The places are others from now on. Whoever waits already waits for these.</summary>
    public void Restaff_NeedsGate()
    {
        if (_staffed.Task.IsCompleted)
            _staffed = New();
    }

    /// <summary>Places stay empty for now: whoever waits for them hears why, and whoever asks until they are filled after all.</summary>
    public void Short_NeedsGate(WorkerStartException cause) => Fail(cause);

    /// <summary>Notes where the pool stands; continuations run elsewhere.</summary>
    public void Note_NeedsGate(bool staffed, WorkerStartException? fault, bool ended)
    {
        if (fault is not null)
            Fail(fault);
        else if (ended)
            Fail(new ObjectDisposedException(nameof(ProcessPool), "The pool ended before its workers were up."));
        else if (staffed)
            Succeed();
        if (ended)
            _ended.TrySetResult();
    }

    private void Succeed()
    {
        if (_staffed.Task.IsFaulted)
            _staffed = New();
        _staffed.TrySetResult();
    }

    private void Fail(Exception error)
    {
        if (_staffed.Task.IsCompletedSuccessfully)
            _staffed = New();
        _staffed.TrySetException(error);
        // Most callers never ask; that the answer is an error is then nobody's concern.
        _ = _staffed.Task.Exception;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
