using ProcQ.Scheduling;

namespace ProcQ.Engine;

/// <summary>
/// The encoded arguments of a call, kept until each item has its outcome: a batch can be cut from any place, and cut again when items
/// come back from a worker. One thread appends; the pool slices and settles.
/// </summary>
internal sealed class ArgumentStore
{
    private const int SmallestChunk = 256;
    private const int LargestChunk = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly List<ArgumentChunk> _chunks = [];
    private ArgumentChunk? _open;
    private int _chunkBytes = SmallestChunk;
    private long _end;
    private long _heldBytes;

    /// <summary>Bytes of arguments whose items have no outcome yet.</summary>
    public long HeldBytes => Interlocked.Read(ref _heldBytes);

    /// <summary>
    /// Appends consecutive arguments; <paramref name="ends"/> says where each of them ends in <paramref name="bytes"/>. True when the array
    /// was kept: it now belongs to the store.
    /// </summary>
    public bool Append(byte[] bytes, ReadOnlySpan<int> ends)
    {
        lock (_gate)
        {
            var length = ends[^1];
            Interlocked.Add(ref _heldBytes, length);
            var keep = length > LargestChunk / 2;
            if (keep || _open is null || !_open.Fits(length))
                OpenChunk(keep ? bytes : NewBytes(length));
            _open!.Append(bytes.AsSpan(0, length), ends, copy: !keep);
            _end += ends.Length;
            if (keep)
                CloseChunk();
            return keep;
        }
    }

    /// <summary>An index without an argument: its item was refused.</summary>
    public void Skip()
    {
        lock (_gate)
        {
            CloseChunk();
            _end++;
        }
    }

    /// <summary>The bytes of consecutive items.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Slice(ItemRange items)
    {
        lock (_gate)
        {
            var at = Find(items.First);
            if (_chunks[at].End >= items.End)
                return [_chunks[at].Slice(items.First, items.End)];
            var slices = new List<ReadOnlyMemory<byte>>();
            for (var first = items.First; first < items.End; at++)
            {
                var end = Math.Min(items.End, _chunks[at].End);
                slices.Add(_chunks[at].Slice(first, end));
                first = end;
            }

            return slices;
        }
    }

    /// <summary>How many of these items, at least one, fit into <paramref name="bytes"/> together.</summary>
    public int Fitting(ItemRange items, int bytes)
    {
        lock (_gate)
        {
            var count = 0;
            for (var at = Find(items.First); count < items.Count; at++)
            {
                var first = items.First + count;
                var end = Math.Min(items.End, _chunks[at].End);
                var some = _chunks[at].Fitting(first, end, ref bytes);
                count += some;
                if (some < end - first)
                    break;
            }

            return Math.Max(1, count);
        }
    }

    /// <summary>These items have their outcome; their bytes may go.</summary>
    public void Settle(ItemRange items)
    {
        lock (_gate)
        {
            var at = Find(items.First);
            for (var first = items.First; first < items.End; at++)
            {
                var end = Math.Min(items.End, _chunks[at].End);
                _chunks[at].Settle((int)(end - first));
                first = end;
            }

            DropSpent(Find(items.First), at);
        }
    }

    private byte[] NewBytes(int length)
    {
        var bytes = new byte[Math.Max(length, _chunkBytes)];
        _chunkBytes = Math.Min(LargestChunk, _chunkBytes * 4);
        return bytes;
    }

    private void OpenChunk(byte[] bytes)
    {
        CloseChunk();
        _open = new ArgumentChunk(_end, bytes);
        _chunks.Add(_open);
    }

    /// <summary>The open chunk gets no more items; if all it has are settled already, nobody else will drop it.</summary>
    private void CloseChunk()
    {
        if (_open is not { } closed)
            return;
        _open = null;
        if (closed.IsSpent)
            DropSpent(_chunks.Count - 1, _chunks.Count);
    }

    private void DropSpent(int from, int to)
    {
        for (var i = to - 1; i >= from; i--)
        {
            if (!_chunks[i].IsSpent || _chunks[i] == _open)
                continue;
            Interlocked.Add(ref _heldBytes, -_chunks[i].UsedBytes);
            _chunks.RemoveAt(i);
        }
    }

    private int Find(long index)
    {
        int low = 0,
            high = _chunks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_chunks[middle].First <= index)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
