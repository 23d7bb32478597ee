namespace ProcQ.Engine;

/// <summary>Wakes the one who waits, or the next one who comes to wait. Waiting may block a thread or be awaited.</summary>
internal sealed class Signal
{
    private readonly object _gate = new();
    private TaskCompletionSource? _awaiting;
    private bool _set;

    public void Set()
    {
        TaskCompletionSource? awaiting;
        lock (_gate)
        {
            awaiting = _awaiting;
            _awaiting = null;
            if (awaiting is null)
            {
                _set = true;
                Monitor.PulseAll(_gate);
            }
        }

        awaiting?.TrySetResult();
    }

    /// <summary>Blocks until set; false when <paramref name="limit"/> passes first.</summary>
    public bool Wait(TimeSpan limit)
    {
        var deadline =
            limit == Timeout.InfiniteTimeSpan
                ? long.MaxValue
                : Environment.TickCount64 + (long)Math.Ceiling(limit.TotalMilliseconds);
        lock (_gate)
        {
            while (!_set)
            {
                var left = deadline == long.MaxValue ? Timeout.Infinite : deadline - Environment.TickCount64;
                if (deadline != long.MaxValue && left <= 0)
                    return false;
                Monitor.Wait(_gate, (int)Math.Min(left, int.MaxValue));
            }

            _set = false;
            return true;
        }
    }

    public void Wait() => Wait(Timeout.InfiniteTimeSpan);

    /// <summary>Completes when set. One may wait at a time.</summary>
    public Task WaitAsync()
    {
        lock (_gate)
        {
            if (_set)
            {
                _set = false;
                return Task.CompletedTask;
            }

            _awaiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _awaiting.Task;
        }
    }
}
