namespace ProcQ.Queues;

/// <summary>A reader in the queue's own process, for one message at a time.</summary>
internal sealed class LocalTaker(QueueCore queue) : Taker
{
    // Written under the queue's gate, read by the reader when it is told.
    private Parcel? _given;
    private QueuePhase _end;
    private Waiting _told = new();

    /// <summary>The next message; null at the end.</summary>
    public Parcel? Take(CancellationToken ct)
    {
        if (Try(out var parcel))
            return parcel;
        try
        {
            _told.Wait(ct);
        }
        catch (OperationCanceledException)
        {
            return Stop(ct);
        }

        return Told();
    }

    /// <summary>As <see cref="Take"/>, without blocking.</summary>
    public async ValueTask<Parcel?> TakeAsync(CancellationToken ct)
    {
        if (Try(out var parcel))
            return parcel;
        try
        {
            await _told.WaitAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Stop(ct);
        }

        return Told();
    }

    public override int Give(ParcelLine line, int most)
    {
        _given = line.TakeFirst();
        _told.Happen();
        return 1;
    }

    public override void End(QueuePhase phase)
    {
        _end = phase;
        _told.Happen();
    }

    private bool Try(out Parcel? parcel)
    {
        parcel = null;
        if (queue.TryTake(out var first))
        {
            parcel = first;
            return true;
        }

        (_given, _end) = (null, QueuePhase.Open);
        if (_told.HasHappened)
            _told = new Waiting();
        queue.Take(this, 1);
        return false;
    }

    private Parcel? Told()
    {
        if (_end == QueuePhase.Closed)
            throw QueueErrors.Disposed();
        return _given;
    }

    /// <summary>The wait was cancelled. A message that came at the same moment has been taken, and is not lost.</summary>
    private Parcel? Stop(CancellationToken ct)
    {
        queue.StopWaiting(this);
        return _told.HasHappened ? Told() : throw new OperationCanceledException(ct);
    }
}
