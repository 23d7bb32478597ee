using System.Runtime.ExceptionServices;
using ProcQ.Engine;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Calls;

/// <summary>Collects results; the first item that has none ends the call. Values are decoded straight into the array.</summary>
internal sealed class MapCollector<TResult> : Collector<TResult>
{
    private readonly MessagePackFormatter<TResult> _formatter;
    private readonly OutcomeBuilder<TResult> _builder;

    public MapCollector(CallInfo info, Payload payload, long? count)
    {
        _formatter = payload.Formatter<TResult>();
        _builder = new OutcomeBuilder<TResult>(info);
        Reserve(count);
    }

    public override TResult[] Finish(CallHandle handle)
    {
        _builder.ThrowIfCutShort(handle, Count);
        return Collected();
    }

    protected override void Add(ResultParcel parcel)
    {
        switch (parcel)
        {
            case ResultParcel.Values values:
                Decode(values);
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

    private void Decode(ResultParcel.Values parcel)
    {
        var place = Place(parcel.Items);
        try
        {
            var reader = new MessagePackReader(parcel.Bytes.Memory, Payload.FromWorker);
            _formatter.DeserializeMany(ref reader, place);
            if (!reader.End)
                throw new MessagePackException($"{reader.Remaining} bytes are left over.");
        }
        catch (Exception e)
        {
            // Decoding runs the result type's constructors and setters.
            Throw(FirstUndecodable(parcel) ?? OutcomeBuilder<TResult>.Undecodable(parcel.Items.First, parcel, e));
        }
        finally
        {
            parcel.Bytes.Release();
        }
    }

    /// <summary>Reads again, one by one: which item it was, nobody counted.</summary>
    private Outcome<TResult>? FirstUndecodable(ResultParcel.Values parcel)
    {
        var reader = new MessagePackReader(parcel.Bytes.Memory, Payload.FromWorker);
        for (var index = parcel.Items.First; index < parcel.Items.End; index++)
        {
            try
            {
                _formatter.Deserialize(ref reader);
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
