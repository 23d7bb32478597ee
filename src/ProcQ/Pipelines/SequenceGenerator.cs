namespace ProcQ.Pipelines;

/// <summary>A sequence as a generator.</summary>
internal sealed class SequenceGenerator<T>(IEnumerator<T> sequence, int mostBytes) : OpenGenerator<T>(mostBytes)
{
    private State _state;

    private enum State
    {
        Resting,
        Moving,
        Dropped,
    }

    protected override T Current => sequence.Current;

    /// <summary>A thread that was given up may be inside for ever. If it comes out after all, it disposes the sequence itself.</summary>
    public override ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _state, State.Dropped) == State.Resting)
            sequence.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask<bool> MoveAsync()
    {
        if (Interlocked.CompareExchange(ref _state, State.Moving, State.Resting) != State.Resting)
            throw new OperationCanceledException("The sequence is not wanted any more.");
        try
        {
            return ValueTask.FromResult(sequence.MoveNext());
        }
        finally
        {
            if (Interlocked.CompareExchange(ref _state, State.Resting, State.Moving) == State.Dropped)
                sequence.Dispose();
        }
    }
}
