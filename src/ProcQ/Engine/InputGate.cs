namespace ProcQ.Engine;

/// <summary>
/// Between the one who reads a call's input and the pool. The reader publishes each encoded item; the pool is told of them in bulk, but
/// takes at once what is there when its workers run short: an item is never kept back while the input blocks.
/// </summary>
/// <param name="room">Raised when more may be read, or nothing need be read any more.</param>
/// <param name="worthwhile">How many items workers that run short are told of, no fewer unless the reader has to wait: 1 where reading may block.</param>
internal sealed class InputGate(Signal room, int worthwhile)
{
    // So many items are worth telling the pool about even when it is not short of work.
    private const int Bulk = 512;

    private readonly Lock _gate = new();
    private int _published;
    private bool _hungry = true;
    private bool _closed;
    private long _limit;
    private volatile bool _waitsForBytes;
    private volatile bool _bytesAreFree;
    private volatile bool _isStarved;

    /// <summary>Raised when more may be read, or nothing need be read any more.</summary>
    public Signal Room { get; } = room;

    /// <summary>The index up to which the input may be read.</summary>
    public long Limit => Interlocked.Read(ref _limit);

    /// <summary>The reader stopped because too many bytes are held.</summary>
    public bool WaitsForBytes
    {
        get => _waitsForBytes;
        set
        {
            _waitsForBytes = value;
            Interlocked.MemoryBarrier();
        }
    }

    /// <summary>Nothing more is wanted.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _closed;
        }
    }

    /// <summary>The reader has <paramref name="count"/> more items encoded; true when the pool should be told now.</summary>
    public bool Publish(int count)
    {
        lock (_gate)
        {
            _published += count;
            if (_published < (_hungry ? worthwhile : Math.Max(Bulk, worthwhile)))
                return false;
            _hungry = false;
            return true;
        }
    }

    /// <summary>The reader cannot go on now, or has much; true when the pool, which waits for items, should be told of those there are.</summary>
    public bool MustTellRest()
    {
        lock (_gate)
            return _hungry && _published > 0;
    }

    /// <summary>The pool takes what is published. If it is <paramref name="hungry"/>, it wants to hear at once of the next items that are worth it.</summary>
    public int Take(bool hungry)
    {
        lock (_gate)
        {
            var count = _published;
            _published = 0;
            if (count > 0)
                _hungry = false;
            else if (hungry)
                _hungry = true;
            return count;
        }
    }

    public void Raise(long limit)
    {
        if (limit <= Interlocked.Exchange(ref _limit, limit))
            return;
        Room.Set();
    }

    /// <summary>How many bytes are held matters no longer.</summary>
    public bool BytesAreFree => _bytesAreFree;

    /// <summary>Nothing of the call waits, and a worker could begin.</summary>
    public bool IsStarved => _isStarved;

    /// <summary>Says whether that is so now.</summary>
    public void Starve(bool isStarved)
    {
        _isStarved = isStarved;
        if (!isStarved)
            return;
        Interlocked.MemoryBarrier();
        BytesFreed();
    }

    /// <summary>The pool is closed: whoever joins it may be the one who should have read the results.</summary>
    public void FreeBytes()
    {
        if (_bytesAreFree)
            return;
        _bytesAreFree = true;
        Room.Set();
    }

    /// <summary>Held bytes were let go.</summary>
    public void BytesFreed()
    {
        if (!_waitsForBytes)
            return;
        _waitsForBytes = false;
        Room.Set();
    }

    public void Close()
    {
        lock (_gate)
            _closed = true;
        Room.Set();
    }
}
