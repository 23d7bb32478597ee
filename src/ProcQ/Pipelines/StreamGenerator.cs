namespace ProcQ.Pipelines;

/// <summary>A stream as a generator: what is there is not kept back while the next result is awaited.</summary>
internal sealed class StreamGenerator<T>(IAsyncEnumerator<T> stream, bool travels) : OpenGenerator<T>(travels)
{
    private Task<bool>? _moving;

    protected override T Current => stream.Current;

    // A stream in the middle of a move cannot be disposed; it ends with its worker.
    public override ValueTask DisposeAsync() =>
        _moving is null or { IsCompleted: true } ? stream.DisposeAsync() : ValueTask.CompletedTask;

    protected override bool MustWait(bool hasSome)
    {
        if (!hasSome)
            return false;
        _moving ??= stream.MoveNextAsync().AsTask();
        return !_moving.IsCompleted;
    }

    protected override async ValueTask<bool> MoveAsync()
    {
        _moving ??= stream.MoveNextAsync().AsTask();
        var more = await _moving.ConfigureAwait(false);
        _moving = null;
        return more;
    }
}
