namespace ProcQ.Queues;

/// <summary>A reader of a queue of another process. It comes to be there when it first asks.</summary>
internal sealed class FarReader<T>(QueueClient client, MessageCodec<T> codec) : QueueReader<T>
{
    private ClientReader? _reader;

    public override bool TryNext(out Msg<T> message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        message = default;
        Parcel parcel;
        while (!Reader.TryTake(out parcel, out var wait))
        {
            if (wait is null)
                return false;
            wait.Wait(ct);
        }

        Last = parcel;
        message = codec.Decode(parcel.Bytes);
        return true;
    }

    public override async ValueTask<(bool Any, Msg<T> Message)> NextAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Parcel parcel;
        while (!Reader.TryTake(out parcel, out var wait))
        {
            if (wait is null)
                return default;
            await wait.WaitAsync(ct).ConfigureAwait(false);
        }

        Last = parcel;
        return (true, codec.Decode(parcel.Bytes));
    }

    public override void Return(List<Parcel> parcels) => _reader?.Return(parcels);

    public override void Dispose() => _reader?.Leave();

    private ClientReader Reader => _reader ??= client.Readers.Begin(client.Outbox);
}
