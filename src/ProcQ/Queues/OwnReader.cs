namespace ProcQ.Queues;

/// <summary>A reader in the queue's own process.</summary>
internal sealed class OwnReader<T>(OwnEnd<T> end, QueueCore queue) : QueueReader<T>
{
    private readonly LocalTaker _taker = new(queue);

    public override bool TryNext(out Msg<T> message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (_taker.Take(ct) is not { } parcel)
        {
            message = default;
            return false;
        }

        message = end.MessageOf(parcel);
        return true;
    }

    public override async ValueTask<(bool Any, Msg<T> Message)> NextAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return await _taker.TakeAsync(ct).ConfigureAwait(false) is { } parcel ? (true, end.MessageOf(parcel)) : default;
    }

    public override void Dispose() => queue.StopWaiting(_taker);
}
