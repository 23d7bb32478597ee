using ProcQ.Scheduling;
using ProcQ.Wire;

namespace ProcQ.Engine;

/// <summary>Arguments as bytes.</summary>
/// <param name="only">There is one: nothing is kept free for others.</param>
internal sealed class ByteArguments(bool only = false) : ArgumentStore
{
    private const int SmallestChunk = 256;
    private const int LargestChunk = 64 * 1024;

    private int _chunkBytes = SmallestChunk;

    /// <summary>
    /// Appends consecutive arguments; <paramref name="ends"/> says where each of them ends in <paramref name="bytes"/>. True when the array
    /// was kept: it now belongs to the store.
    /// </summary>
    public bool Append(byte[] bytes, ReadOnlySpan<int> ends)
    {
        lock (Gate)
        {
            var length = ends[^1];
            var keep = length > LargestChunk / 2;
            if (keep || Open is not ByteChunk chunk || !chunk.Fits(ends.Length, length))
                OpenChunk_NeedsLock(chunk = keep ? new ByteChunk(End, bytes, ends.Length) : NewChunk(length, ends.Length));
            chunk.Append(bytes.AsSpan(0, length), ends, copy: !keep);
            Appended_NeedsLock(ends.Length, length);
            if (keep)
                CloseChunk_NeedsLock();
            return keep;
        }
    }

    /// <inheritdoc/>
    public override Cargo Slice(ItemRange items)
    {
        lock (Gate)
        {
            var at = Find_NeedsLock(items.First);
            if (Chunks[at].End >= items.End)
                return new BytePieces([Bytes(at, items.First, items.End)]);
            var slices = new List<ReadOnlyMemory<byte>>();
            for (var first = items.First; first < items.End; at++)
            {
                var end = Math.Min(items.End, Chunks[at].End);
                slices.Add(Bytes(at, first, end));
                first = end;
            }

            return new BytePieces(slices);
        }
    }

    private ReadOnlyMemory<byte> Bytes(int chunk, long first, long end) => ((ByteChunk)Chunks[chunk]).Slice(first, end);

    /// <summary>A chunk for these arguments, and for some more of their size.</summary>
    private ByteChunk NewChunk(int length, int count)
    {
        if (only)
            return new ByteChunk(End, new byte[length], count);
        // Rounded up, and never none: an argument has a byte at least.
        var perItem = (length + count - 1) / count;
        var size = Math.Max(length, Math.Min(_chunkBytes, ByteChunk.MostItems * perItem));
        _chunkBytes = Math.Min(LargestChunk, _chunkBytes * 4);
        return new ByteChunk(End, new byte[size], Math.Max(count, size / perItem));
    }
}
