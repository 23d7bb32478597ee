namespace ProcQ.Queues;

/// <summary>Parcels in line, with two ends, in a ring that grows and shrinks.</summary>
internal sealed class ParcelLine
{
    private const int LeastRoom = 16;

    private Parcel[] _ring = new Parcel[LeastRoom];
    private int _first;

    public int Count { get; private set; }

    public void AddLast(in Parcel parcel)
    {
        if (Count == _ring.Length)
            Resize(Count * 2);
        _ring[(_first + Count) & (_ring.Length - 1)] = parcel;
        Count++;
    }

    public void AddFirst(in Parcel parcel)
    {
        if (Count == _ring.Length)
            Resize(Count * 2);
        _first = (_first - 1) & (_ring.Length - 1);
        _ring[_first] = parcel;
        Count++;
    }

    public ref readonly Parcel PeekFirst() => ref _ring[_first];

    public Parcel TakeFirst()
    {
        var parcel = _ring[_first];
        _ring[_first] = default;
        _first = (_first + 1) & (_ring.Length - 1);
        Count--;
        ShrinkIfRoomy();
        return parcel;
    }

    public Parcel TakeLast()
    {
        ref var last = ref _ring[(_first + Count - 1) & (_ring.Length - 1)];
        var parcel = last;
        last = default;
        Count--;
        ShrinkIfRoomy();
        return parcel;
    }

    /// <summary>Puts parcels in front again, among others that came back, in the order in which all of them arrived.</summary>
    public void Return(List<Parcel> back)
    {
        if (back.Count == 0)
            return;
        var last = back.Max(parcel => parcel.Number);
        while (Count > 0 && PeekFirst().Number < last)
            back.Add(TakeFirst());
        back.Sort(static (left, right) => right.Number.CompareTo(left.Number));
        foreach (var parcel in back)
            AddFirst(parcel);
    }

    public void Clear()
    {
        _ring = new Parcel[LeastRoom];
        _first = Count = 0;
    }

    private void ShrinkIfRoomy()
    {
        // A queue that was long once must not hold that much for ever.
        if (_ring.Length > 1024 && Count < _ring.Length / 8)
            Resize(_ring.Length / 2);
    }

    private void Resize(int room)
    {
        var ring = new Parcel[room];
        for (var i = 0; i < Count; i++)
            ring[i] = _ring[(_first + i) & (_ring.Length - 1)];
        (_ring, _first) = (ring, 0);
    }
}
