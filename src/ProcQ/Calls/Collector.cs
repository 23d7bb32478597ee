using System.Runtime.CompilerServices;
using ProcQ.Engine;
using ProcQ.Scheduling;

namespace ProcQ.Calls;

/// <summary>Takes the outcomes of a call and puts them where its caller wants them, by index.</summary>
internal abstract class Collector<TCollected>
{
    private const int InitialRoom = 256;
    private const int MostReserved = 1 << 20;

    private TCollected[] _items = [];

    /// <summary>Every outcome has been taken.</summary>
    public bool IsComplete { get; private set; }

    protected long Count { get; private set; }

    /// <summary>Takes what is at hand; says whether there was anything.</summary>
    public bool Drain(CallHandle handle)
    {
        var any = false;
        bool ended;
        while (handle.Call.Results.TryTake(out ended) is { } parcel)
        {
            any = true;
            Add(parcel);
            handle.Consumed(parcel);
        }

        IsComplete = ended;
        return any || ended;
    }

    /// <summary>All that was collected, in input order.</summary>
    public abstract TCollected[] Finish(CallHandle handle);

    protected TCollected[] Collected()
    {
        Array.Resize(ref _items, checked((int)Count));
        return _items;
    }

    protected abstract void Add(ResultParcel parcel);

    /// <summary>Room for consecutive items.</summary>
    protected Span<TCollected> Place(ItemRange items)
    {
        Count = Math.Max(Count, items.End);
        if (Count > _items.Length)
            Array.Resize(
                ref _items,
                checked((int)Math.Max(Count, Math.Max(InitialRoom, Math.Min(_items.Length * 2L, Array.MaxLength))))
            );
        return _items.AsSpan((int)items.First, items.Count);
    }

    protected void Reserve(long? count)
    {
        // What was announced is believed up to here; beyond it the array grows with what comes.
        if (count is > 0)
            _items = NewArray((int)Math.Min(count.Value, MostReserved));
    }

    // Every place is written before anybody sees the array.
    private static TCollected[] NewArray(int length) =>
        RuntimeHelpers.IsReferenceOrContainsReferences<TCollected>()
            ? new TCollected[length]
            : GC.AllocateUninitializedArray<TCollected>(length);
}
