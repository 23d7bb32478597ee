using ProcQ.Engine;

namespace ProcQ.Calls;

/// <summary>Hands out the outcomes of a call one at a time, in input order or as they come. Used by one reader at a time.</summary>
internal sealed class ResultReader<TResult>(CallDesk desk, Call call, CallInfo info, bool ordered)
{
    private readonly ParcelDecoder<TResult> _decoder = new(info, desk.Payload);

    // Of a call whose results are wanted in order.
    private readonly PriorityQueue<ResultParcel, long>? _early = ordered ? new() : null;
    private long _next;

    /// <summary>The next outcome at hand; null when none is, and <paramref name="ended"/> tells whether one will be.</summary>
    public Outcome<TResult>? TryRead(out bool ended)
    {
        ended = false;
        if (_decoder.IsEmpty && !TryOpen(out ended))
            return null;
        // More may have ended than has been read.
        ended = false;
        var outcome = _decoder.Next();
        if (_decoder.IsEmpty)
            desk.Engine.Consume(call, _decoder.Parcel!);
        return outcome;
    }

    /// <summary>Throws when the call was cut short: what was read is not all there is.</summary>
    public void ThrowIfCutShort(CallHandle handle) => new OutcomeBuilder<TResult>(info).ThrowIfCutShort(handle, _next);

    private bool TryOpen(out bool ended)
    {
        ended = false;
        while (!TryOpenEarly())
        {
            if (call.Results.TryTake(out ended) is not { } parcel)
                return false;
            if (!ordered || parcel.Items.First == _next)
            {
                Open(parcel);
                return true;
            }

            _early!.Enqueue(parcel, parcel.Items.First);
        }

        return true;
    }

    private bool TryOpenEarly()
    {
        if (_early is null || !_early.TryPeek(out var parcel, out var first) || first != _next)
            return false;
        _early.Dequeue();
        Open(parcel);
        return true;
    }

    private void Open(ResultParcel parcel)
    {
        _decoder.Open(parcel);
        _next = parcel.Items.End;
    }
}
