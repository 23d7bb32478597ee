using ProcQ.Scheduling;
using ProcQ.Wire;

namespace ProcQ.Engine;

/// <summary>
/// The arguments of a call, kept until each item has its outcome: a batch can be cut from any place, and cut again when items
/// come back from a worker. One thread appends; the pool slices and settles.
/// </summary>
internal abstract class ArgumentStore
{
    private readonly Lock _gate = new();
    private long _heldBytes;

    /// <summary>Bytes of arguments whose items have no outcome yet.</summary>
    public long HeldBytes => Interlocked.Read(ref _heldBytes);

    protected Lock Gate => _gate;

    /// <summary>By first item. Guarded by the gate, as what follows.</summary>
    protected List<ArgumentChunk> Chunks { get; } = [];

    /// <summary>The last one while it still grows; else null.</summary>
    protected ArgumentChunk? Open { get; private set; }

    /// <summary>The index the next argument will have.</summary>
    protected long End { get; private set; }

    /// <summary>The arguments of consecutive items.</summary>
    public abstract Cargo Slice(ItemRange items);

    /// <summary>An index without an argument: its item was refused.</summary>
    public void Skip()
    {
        lock (_gate)
        {
            CloseChunk_NeedsLock();
            End++;
        }
    }

    /// <summary>How many of these items, at least one, fit into <paramref name="bytes"/> together.</summary>
    public int Fitting(ItemRange items, int bytes)
    {
        lock (_gate)
        {
            var count = 0;
            for (var at = Find_NeedsLock(items.First); count < items.Count; at++)
            {
                var first = items.First + count;
                var end = Math.Min(items.End, Chunks[at].End);
                var some = Chunks[at].Fitting(first, end, ref bytes);
                count += some;
                if (some < end - first)
                    break;
            }

            return Math.Max(1, count);
        }
    }

    /// <summary>These items have their outcome; their arguments may go.</summary>
    public void Settle(ItemRange items)
    {
        lock (_gate)
        {
            var at = Find_NeedsLock(items.First);
            for (var first = items.First; first < items.End; at++)
            {
                var end = Math.Min(items.End, Chunks[at].End);
                Chunks[at].Settle(first, end);
                first = end;
            }

            DropSpent(Find_NeedsLock(items.First), at);
        }
    }

    /// <summary>So many arguments were appended to the open chunk.</summary>
    protected void Appended_NeedsLock(int count, int bytes)
    {
        Interlocked.Add(ref _heldBytes, bytes);
        End += count;
    }

    protected void OpenChunk_NeedsLock(ArgumentChunk chunk)
    {
        CloseChunk_NeedsLock();
        Open = chunk;
        Chunks.Add(chunk);
    }

    /// <summary>The open chunk gets no more items; if all it has are settled already, nobody else will drop it.</summary>
    protected void CloseChunk_NeedsLock()
    {
        if (Open is not { } closed)
            return;
        Open = null;
        if (closed.IsSpent)
            DropSpent(Chunks.Count - 1, Chunks.Count);
    }

    protected int Find_NeedsLock(long index)
    {
        int low = 0,
            high = Chunks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Chunks[middle].First <= index)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private void DropSpent(int from, int to)
    {
        for (var i = to - 1; i >= from; i--)
        {
            if (!Chunks[i].IsSpent || Chunks[i] == Open)
                continue;
            Interlocked.Add(ref _heldBytes, -Chunks[i].UsedBytes);
            Chunks.RemoveAt(i);
        }
    }
}
