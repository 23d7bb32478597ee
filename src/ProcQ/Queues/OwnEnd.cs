using ProcQ.Functions;
using ProcQ.Wire;

namespace ProcQ.Queues;

/// <summary>The queue itself, in the process that made it.</summary>
internal sealed class OwnEnd<T> : QueueEnd<T>
{
    private readonly MsgQueueOptions _options;
    private readonly QueueCore _queue;
    private readonly MessageCodec<T>? _codec;
    private readonly ReadOnlyMemory<byte> _codecDefinition;
    private readonly Lock _gate = new();

    // Guarded by the gate.
    private QueueHub? _hub;
    private bool _disposed;

    public OwnEnd(MsgQueueOptions options)
    {
        _options = options;
        _queue = new QueueCore(options.Capacity, options.Redeliveries);
        MessageOf = static parcel => (Msg<T>)parcel.Message!;
        if (options.Kind != QueueKind.Process)
            return;
        var payload = Payload.Own;
        if (options.PayloadCodec is { } factory)
        {
            // Defined before it is called, as a pool's: what it captured travels as it is now.
            _codecDefinition = FunctionEncoder.Define(factory).Bytes;
            payload = Payload.Plug(factory);
        }

        var codec = new MessageCodec<T>(payload, options.MaxMessageBytes);
        (_codec, MessageOf) = (codec, parcel => codec.Decode(parcel.Bytes));
    }

    // Its threads keep the hub, and who has its address needs it: it goes when the last of those is gone.
#pragma warning disable MA0055 // There is no other way to learn it.
    ~OwnEnd() => _hub?.Abandon();
#pragma warning restore MA0055

    public override QueueKind Kind => _options.Kind;

    public override int Capacity => _options.Capacity;

    public override int Count => _queue.Count;

    /// <summary>Messages that took too many readers with them.</summary>
    public QueueLosses Losses => _queue.Losses;

    public override QueueAddress Address
    {
        get
        {
            lock (_gate)
            {
                if (_disposed)
                    throw QueueErrors.Disposed();
                return (_hub ??= Open()).Address;
            }
        }
    }

    /// <summary>Makes messages of parcels, and keeps nothing of the queue alive.</summary>
    public Func<Parcel, Msg<T>> MessageOf { get; }

    public override bool TryPut(in Msg<T> message)
    {
        var parcel = ParcelOf(message);
        return TryPut(parcel);
    }

    public override void Put(in Msg<T> message, CancellationToken ct)
    {
        var parcel = ParcelOf(message);
        ct.ThrowIfCancellationRequested();
        if (TryPut(parcel))
            return;
        var putter = Ask();
        try
        {
            putter.Told.Wait(ct);
        }
        catch (OperationCanceledException)
        {
            _queue.StopWaiting(putter);
            throw;
        }

        PutOnCredit(putter, parcel);
    }

    public override Task PutAsync(Msg<T> message, CancellationToken ct)
    {
        var parcel = ParcelOf(message);
        if (ct.IsCancellationRequested)
            return Task.FromCanceled(ct);
        return TryPut(parcel) ? Task.CompletedTask : PutLaterAsync(parcel, ct);
    }

    public override void End() => _queue.End(QueuePhase.Ended);

    public override QueueReader<T> Read() => new OwnReader<T>(this, _queue);

    public override void Dispose()
    {
        QueueHub? hub;
        lock (_gate)
        {
            _disposed = true;
            (hub, _hub) = (_hub, null);
        }

        _queue.End(QueuePhase.Closed);
        hub?.Dispose();
#pragma warning disable CA1816 // It is disposed of by its face, which has no finalizer.
        GC.SuppressFinalize(this);
#pragma warning restore CA1816
    }

    private async Task PutLaterAsync(Parcel parcel, CancellationToken ct)
    {
        var putter = Ask();
        try
        {
            await putter.Told.WaitAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _queue.StopWaiting(putter);
            throw;
        }

        PutOnCredit(putter, parcel);
    }

    private LocalPutter Ask()
    {
        var putter = new LocalPutter(Relief.Current);
        _queue.Ask(putter, 1);
        return putter;
    }

    private bool TryPut(in Parcel parcel)
    {
        var result = _queue.TryPut(parcel, Relief.Covers(Relief.Current));
        return result switch
        {
            PutResult.Accepted => true,
            PutResult.Full => false,
            _ => throw ErrorOf(result == PutResult.Ended ? QueuePhase.Ended : QueuePhase.Closed),
        };
    }

    private void PutOnCredit(LocalPutter putter, in Parcel parcel)
    {
        if (putter.Ending != QueuePhase.Open)
            throw ErrorOf(putter.Ending);
        _queue.PutOnCredit(putter, [parcel]);
        if (_queue.Phase == QueuePhase.Closed)
            throw QueueErrors.Disposed();
    }

    private static Exception ErrorOf(QueuePhase phase) =>
        phase == QueuePhase.Ended ? QueueErrors.Ended() : QueueErrors.Disposed();

    private Parcel ParcelOf(in Msg<T> message) =>
        _codec?.Encode(message, 0, static (bytes, _) => Parcel.Of(bytes.ToArray())) ?? Parcel.Of((object)message);

    private QueueHub Open() =>
        QueueHub.Open(
            _queue,
            this,
            pipe => new QueueAddress(
                pipe,
                QueueHub.NewSecret(),
                Environment.ProcessId,
                Capacity,
                _options.MaxMessageBytes,
                _codecDefinition
            )
        );
}
