namespace ProcQ.Pipelines;

/// <summary>A stream as a generator: what is there is not kept back while the next result is awaited.</summary>
internal sealed class StreamGenerator<T> : OpenGenerator<T>
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IAsyncEnumerator<T> _stream;
    private Task<bool>? _moving;

    public StreamGenerator(IAsyncEnumerable<T> stream, int mostBytes)
        : base(mostBytes) => _stream = stream.GetAsyncEnumerator(_stop.Token);

    protected override T Current => _stream.Current;

    /// <summary>A stream in the middle of a move is told to stop, and disposed when it has moved.</summary>
    public override async ValueTask DisposeAsync()
    {
        var moving = _moving;
        // What listeners of the token throw is nobody's result.
        await _stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (moving is null or { IsCompleted: true })
            await _stream.DisposeAsync().ConfigureAwait(false);
        else
            _ = DisposeAfterAsync(moving);
    }

    protected override bool MustWait(bool hasSome)
    {
        if (!hasSome)
            return false;
        _moving ??= _stream.MoveNextAsync().AsTask();
        return !_moving.IsCompleted;
    }

    protected override async ValueTask<bool> MoveAsync()
    {
        _moving ??= _stream.MoveNextAsync().AsTask();
        var more = await _moving.ConfigureAwait(false);
        _moving = null;
        return more;
    }

    private async Task DisposeAfterAsync(Task<bool> moving)
    {
        await ((Task)moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Nobody waits for this stream any more, and nobody could be told.
        }
    }
}
