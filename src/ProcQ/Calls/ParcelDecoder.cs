using System.Diagnostics;
using ProcQ.Engine;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Calls;

/// <summary>Turns one parcel after the other into outcomes, item by item.</summary>
internal sealed class ParcelDecoder<TResult>(CallInfo info, Payload payload)
{
    private readonly OutcomeBuilder<TResult> _builder = new(info);
    private ResultParcel? _parcel;
    private ReadOnlyMemory<byte> _values;
    private int _taken;
    private Sampling _sampling;

    // As in MapCollector.
    private MessagePackFormatter<TResult> Formatter => field ??= payload.Formatter<TResult>();

    /// <summary>The parcel that is open has been read to its end, or none is open.</summary>
    public bool IsEmpty => _parcel is null || _taken == _parcel.Items.Count;

    /// <summary>The parcel that was opened last.</summary>
    public ResultParcel? Parcel => _parcel;

    public void Open(ResultParcel parcel)
    {
        _parcel = parcel;
        _taken = 0;
        _values = (parcel as ResultParcel.Values)?.Cargo is KeptBytes bytes ? bytes.Memory : default;
    }

    /// <summary>The outcome of the next item of the open parcel.</summary>
    public Outcome<TResult> Next()
    {
        var parcel = _parcel!;
        var index = parcel.Items.First + _taken;
        var times = _sampling.Next();
        var start = times > 0 ? Stopwatch.GetTimestamp() : 0;
        try
        {
            return parcel switch
            {
                ResultParcel.Values values => Decode(index, values),
                ResultParcel.Failure failure => _builder.Failed(failure),
                ResultParcel.Fate fate => _builder.Ended(index, fate),
                ResultParcel.Refused refused => OutcomeBuilder<TResult>.Refused(refused),
                _ => throw new InvalidOperationException($"Nobody reads {parcel.GetType().Name}."),
            };
        }
        finally
        {
            if (times > 0)
                info.Times.Decoding.AddSince(start, times);
            // Whatever comes of it, it has been taken.
            if (++_taken == parcel.Items.Count && parcel is ResultParcel.Values done)
                done.Cargo.Release();
        }
    }

    private Outcome<TResult> Decode(long index, ResultParcel.Values parcel)
    {
        try
        {
            var result = parcel.Cargo is Originals<TResult> originals ? originals[_taken] : Read(parcel);
            var duration = parcel.Durations.Length > 0 ? TimeSpan.FromTicks(parcel.Durations[_taken]) : TimeSpan.Zero;
            return OutcomeBuilder<TResult>.Succeeded(index, result, duration, parcel);
        }
        catch (Exception e)
        {
            // Decoding runs the result type's constructors and setters, and this concerns only this result.
            SkipValue();
            return OutcomeBuilder<TResult>.Undecodable(index, parcel, e);
        }
    }

    private TResult Read(ResultParcel.Values parcel)
    {
        var result = Read(out var length);
        var left = _values.Length - length;
        if (_taken == parcel.Items.Count - 1 && left > 0)
            throw new MessagePackException($"{left} bytes are left over.");
        _values = _values[length..];
        return result;
    }

    private TResult Read(out int length)
    {
        var reader = new MessagePackReader(_values, Payload.FromWorker);
        TResult result = default!;
        if (typeof(TResult) == typeof(Wire.Nothing))
            reader.ReadNil();
        else
            result = Formatter.Deserialize(ref reader);
        length = (int)reader.Consumed;
        return result;
    }

    private void SkipValue()
    {
        try
        {
            var reader = new MessagePackReader(_values, Payload.FromWorker);
            reader.Skip();
            _values = _values[(int)reader.Consumed..];
        }
        catch (MessagePackException)
        {
            // It is not even MessagePack: what follows in the parcel cannot be found any more, and says so.
            _values = default;
        }
    }
}
