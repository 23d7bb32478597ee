namespace ProcQ.Requests;

/// <summary>Rings for everybody who listens. To be used under the lock of its owner.</summary>
internal sealed class Bell
{
    private TaskCompletionSource? _listening;

    /// <summary>Completes at the next ring.</summary>
    public Task Next => (_listening ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Ring()
    {
        _listening?.TrySetResult();
        _listening = null;
    }
}
