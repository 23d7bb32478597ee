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

        Last = parcel;
        message = end.MessageOf(parcel);
        return true;
    }

    public override async ValueTask<(bool Any, Msg<T> Message)> NextAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (await _taker.TakeAsync(ct).ConfigureAwait(false) is not { } parcel)
            return default;
        Last = parcel;
        return (true, end.MessageOf(parcel));
    }

    public override void Return(List<Parcel> parcels) => queue.Return(parcels);

    public override void Dispose() => queue.StopWaiting(_taker);
}
