namespace ProcQ.Queues;

/// <summary>Waits for something that happens once, blocking or not.</summary>
internal sealed class Waiting
{
    private readonly TaskCompletionSource _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool HasHappened => _happened.Task.IsCompleted;

    public void Happen() => _happened.TrySetResult();

#pragma warning disable VSTHRD002 // Who calls the blocking methods of a queue wants to be blocked; what is waited for never needs the blocked thread.
    public void Wait(CancellationToken ct) => _happened.Task.Wait(ct);
#pragma warning restore VSTHRD002

    public Task WaitAsync(CancellationToken ct) => _happened.Task.WaitAsync(ct);
}
