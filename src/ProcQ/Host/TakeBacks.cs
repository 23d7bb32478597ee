namespace ProcQ.Host;

/// <summary>
/// Requests to give items back, first come, first served. The reader adds; whoever owns the runner's things answers the first one and
/// then removes it, so that an empty line means that all are answered.
/// </summary>
internal sealed class TakeBacks
{
    private readonly Lock _gate = new();
    private long[] _items = new long[4];
    private int _count;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _count == 0;
        }
    }

    public void Add(long item)
    {
        lock (_gate)
        {
            if (_count == _items.Length)
                Array.Resize(ref _items, _count * 2);
            _items[_count++] = item;
        }
    }

    public bool TryPeek(out long item)
    {
        lock (_gate)
        {
            item = _items[0];
            return _count > 0;
        }
    }

    public void Remove()
    {
        lock (_gate)
            Array.Copy(_items, 1, _items, 0, --_count);
    }
}
