using ProcQ.Engine;
using ProcQ.Scheduling;
using ProcQ.Wire;

namespace ProcQ.Calls;

/// <summary>Collects an outcome for each item. An input of known length whose reading was cut short is filled up with what became of it.</summary>
internal sealed class OutcomeCollector<TResult>(CallInfo info, Payload payload, long? count) : Collector<Outcome<TResult>>
{
    private readonly ParcelDecoder<TResult> _decoder = new(info, payload);
    private readonly OutcomeBuilder<TResult> _builder = new(info);

    protected override void Add(ResultParcel parcel)
    {
        var place = Place(parcel.Items);
        _decoder.Open(parcel);
        for (var i = 0; i < place.Length; i++)
            place[i] = _decoder.Next();
    }

    public override Outcome<TResult>[] Finish(CallHandle handle)
    {
        if (!handle.WasCutShort)
            return Collected();
        if (count is not { } whole)
            _builder.ThrowIfCutShort(handle, Count);
        else if (whole > Count)
            Add(handle.FateOfUnread(new ItemRange(Count, checked((int)(whole - Count)))));
        return Collected();
    }
}
