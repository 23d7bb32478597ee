namespace ProcQ.Pipelines;

/// <summary>Counts what is under way, and tells when nothing is.</summary>
internal sealed class Tally
{
    // Owned by the gate.
    private readonly Lock _gate = new();
    private TaskCompletionSource? _none;
    private long _count;

    public void Add()
    {
        lock (_gate)
            _count++;
    }

    public void Remove()
    {
        lock (_gate)
        {
            if (--_count > 0)
                return;
            _none?.TrySetResult();
            _none = null;
        }
    }

    /// <summary>Completes when nothing is under way.</summary>
    public Task NoneAsync()
    {
        lock (_gate)
        {
            if (_count == 0)
                return Task.CompletedTask;
            return (_none ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
