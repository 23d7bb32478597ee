namespace ProcQ.Pipelines;

/// <summary>So many may be inside; who comes later waits, and is let in in the order of coming.</summary>
internal sealed class Credits(int limit)
{
    // Owned by the gate.
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private int _limit = limit;
    private int _used;

    public bool TryTake()
    {
        lock (_gate)
            return TryTake_NeedsGate();
    }

    public ValueTask TakeAsync(CancellationToken ct)
    {
        LinkedListNode<TaskCompletionSource> turn;
        lock (_gate)
        {
            if (TryTake_NeedsGate())
                return ValueTask.CompletedTask;
            turn = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return WaitAsync(turn, ct);
    }

    /// <summary>One has left.</summary>
    public void Give()
    {
        lock (_gate)
        {
            _used--;
            LetIn_NeedsGate();
        }
    }

    /// <summary>From now on <paramref name="more"/> more may be inside; when that is less than none, those who are too many stay until they leave.</summary>
    public void Raise(int more)
    {
        lock (_gate)
        {
            _limit += more;
            LetIn_NeedsGate();
        }
    }

    private bool TryTake_NeedsGate()
    {
        if (_used >= _limit || _waiting.Count > 0)
            return false;
        _used++;
        return true;
    }

    private void LetIn_NeedsGate()
    {
        while (_used < _limit && _waiting.First is { } turn)
        {
            _waiting.RemoveFirst();
            // Who has given up meanwhile takes no place.
            if (turn.Value.TrySetResult())
                _used++;
        }
    }

    private async ValueTask WaitAsync(LinkedListNode<TaskCompletionSource> turn, CancellationToken ct)
    {
        var registration = ct.UnsafeRegister(_ => GiveUp(turn, ct), null);
        await using (registration.ConfigureAwait(false))
            await turn.Value.Task.ConfigureAwait(false);
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> turn, CancellationToken ct)
    {
        if (!turn.Value.TrySetCanceled(ct))
            return;
        lock (_gate)
        {
            if (turn.List is not null)
                _waiting.Remove(turn);
        }
    }
}
