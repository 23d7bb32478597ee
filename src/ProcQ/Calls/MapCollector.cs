using System.Diagnostics;
using System.Runtime.ExceptionServices;
using ProcQ.Engine;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Calls;

/// <summary>Collects results; the first item that has none ends the call. Values are decoded straight into the array.</summary>
internal sealed class MapCollector<TResult> : Collector<TResult>
{
    private readonly Payload _payload;
    private readonly TimeSpent _decoding;
    private readonly OutcomeBuilder<TResult> _builder;

    public MapCollector(CallInfo info, Payload payload, long? count)
    {
        _payload = payload;
        _decoding = info.Times.Decoding;
        _builder = new OutcomeBuilder<TResult>(info);
        Reserve(count);
    }

    // Found when there are bytes to read: of values that are handed over it may be that nobody can write them.
    private MessagePackFormatter<TResult> Formatter => field ??= _payload.Formatter<TResult>();

    public override TResult[] Finish(CallHandle handle)
    {
        _builder.ThrowIfCutShort(handle, Count);
        return Collected();
    }

    protected override void Add(ResultParcel parcel)
    {
        switch (parcel)
        {
            case ResultParcel.Values { Cargo: Originals<TResult> originals }:
                originals.Span.CopyTo(Place(parcel.Items));
                break;
            case ResultParcel.Values { Cargo: KeptBytes bytes } values:
                Decode(values, bytes);
                break;
            case ResultParcel.Failure failure:
                Throw(_builder.Failed(failure));
                break;
            case ResultParcel.Fate fate:
                Throw(_builder.Ended(fate.Items.First, fate));
                break;
            case ResultParcel.Refused refused:
                Throw(OutcomeBuilder<TResult>.Refused(refused));
                break;
            default:
                throw new InvalidOperationException($"Nobody collects {parcel.GetType().Name}.");
        }
    }

    private void Decode(ResultParcel.Values parcel, KeptBytes bytes)
    {
        var place = Place(parcel.Items);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var reader = new MessagePackReader(bytes.Memory, Payload.FromWorker);
            Formatter.DeserializeMany(ref reader, place);
            if (!reader.End)
                throw new MessagePackException($"{reader.Remaining} bytes are left over.");
        }
        catch (Exception e)
        {
            // Decoding runs the result type's constructors and setters.
            Throw(FirstUndecodable(parcel, bytes) ?? OutcomeBuilder<TResult>.Undecodable(parcel.Items.First, parcel, e));
        }
        finally
        {
            _decoding.AddSince(start);
            bytes.Release();
        }
    }

    /// <summary>Reads again, one by one: which item it was, nobody counted.</summary>
    private Outcome<TResult>? FirstUndecodable(ResultParcel.Values parcel, KeptBytes bytes)
    {
        var reader = new MessagePackReader(bytes.Memory, Payload.FromWorker);
        for (var index = parcel.Items.First; index < parcel.Items.End; index++)
        {
            try
            {
                Formatter.Deserialize(ref reader);
            }
            catch (Exception e)
            {
                return OutcomeBuilder<TResult>.Undecodable(index, parcel, e);
            }
        }

        return null;
    }

    private static void Throw(Outcome<TResult> outcome) => ExceptionDispatchInfo.Throw(outcome.Error!);
}
