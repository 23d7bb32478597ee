using ProcQ.Functions;
using ProcQ.Wire;

namespace ProcQ.Queues;

/// <summary>The way to a queue of another process.</summary>
internal sealed class FarEnd<T>(QueueAddress address) : QueueEnd<T>
{
    private readonly QueueClient _client = QueueDirectory.GetFar(address);
    private readonly Lazy<MessageCodec<T>> _codec = new(() => new MessageCodec<T>(PayloadOf(address), address.MaxMessageBytes));

    public override QueueKind Kind => QueueKind.Process;

    public override int Capacity => address.Capacity;

    public override int Count => _client.Look(wantsCredit: false);

    public override QueueAddress Address => address;

    public override bool TryPut(in Msg<T> message)
    {
        if (Send(message) is null)
            return true;
        _client.Look(wantsCredit: true);
        return Send(message) is null;
    }

    public override void Put(in Msg<T> message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        while (Send(message) is { } wait)
            wait.Wait(ct);
    }

    public override Task PutAsync(Msg<T> message, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return Task.FromCanceled(ct);
        return Send(message) is { } wait ? PutLaterAsync(message, wait, ct) : Task.CompletedTask;
    }

    public override void End() => _client.End();

    public override QueueReader<T> Read() => new FarReader<T>(_client, _codec.Value);

    public override void Dispose() => _client.Dispose();

    private async Task PutLaterAsync(Msg<T> message, Waiting first, CancellationToken ct)
    {
        for (var wait = first; wait is not null; wait = Send(message))
            await wait.WaitAsync(ct).ConfigureAwait(false);
    }

    private Waiting? Send(in Msg<T> message) =>
        _codec.Value.Encode(message, _client, static (bytes, client) => client.TryPut(bytes));

    private static Payload PayloadOf(QueueAddress address) =>
        address.Codec.IsEmpty ? Payload.Own : Payload.Plug((Func<IPayloadCodec>)FunctionDecoder.Resolve(new(address.Codec)));
}
