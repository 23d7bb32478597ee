namespace ProcQ.Pipelines;

/// <summary>A sequence as a generator.</summary>
internal sealed class SequenceGenerator<T>(IEnumerator<T> sequence, bool travels) : OpenGenerator<T>(travels)
{
    private volatile bool _moving;

    protected override T Current => sequence.Current;

    public override ValueTask DisposeAsync()
    {
        // A thread that was given up may be inside for ever.
        if (!_moving)
            sequence.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask<bool> MoveAsync()
    {
        _moving = true;
        try
        {
            return ValueTask.FromResult(sequence.MoveNext());
        }
        finally
        {
            _moving = false;
        }
    }
}
