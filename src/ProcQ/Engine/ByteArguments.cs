using ProcQ.Scheduling;
using ProcQ.Wire;

namespace ProcQ.Engine;

/// <summary>Arguments as bytes.</summary>
internal sealed class ByteArguments : ArgumentStore
{
    private const int SmallestChunk = 256;
    private const int LargestChunk = 64 * 1024;

    /// <summary>Above this the array they were encoded in is kept; a smaller one is copied.</summary>
    public const int LargestCopy = LargestChunk / 2;

    private int _chunkBytes = SmallestChunk;

    /// <summary>Of one argument, which fills the first <paramref name="length"/> bytes of the array; that belongs to the store.</summary>
    public static ByteArguments Of(byte[] bytes, int length)
    {
        var store = new ByteArguments();
        lock (store.Gate)
            store.Keep_NeedsLock(bytes, [length]);
        return store;
    }

    /// <summary>
    /// Appends consecutive arguments; <paramref name="ends"/> says where each of them ends in <paramref name="bytes"/>. True when the array
    /// was kept: it now belongs to the store.
    /// </summary>
    public bool Append(byte[] bytes, ReadOnlySpan<int> ends)
    {
        lock (Gate)
        {
            var length = ends[^1];
            if (length > LargestCopy)
            {
                Keep_NeedsLock(bytes, ends);
                return true;
            }

            if (Open is not ByteChunk chunk || !chunk.Fits(ends.Length, length))
                OpenChunk_NeedsLock(chunk = NewChunk(length, ends.Length));
            Append_NeedsLock(chunk, bytes, ends, copy: true);
            return false;
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

    private void Keep_NeedsLock(byte[] bytes, ReadOnlySpan<int> ends)
    {
        var chunk = new ByteChunk(End, bytes, ends.Length);
        OpenChunk_NeedsLock(chunk);
        Append_NeedsLock(chunk, bytes, ends, copy: false);
        CloseChunk_NeedsLock();
    }

    private void Append_NeedsLock(ByteChunk chunk, byte[] bytes, ReadOnlySpan<int> ends, bool copy)
    {
        chunk.Append(bytes.AsSpan(0, ends[^1]), ends, copy);
        Appended_NeedsLock(ends.Length, ends[^1]);
    }

    private ReadOnlyMemory<byte> Bytes(int chunk, long first, long end) => ((ByteChunk)Chunks[chunk]).Slice(first, end);

    /// <summary>A chunk for these arguments, and for some more of their size.</summary>
    private ByteChunk NewChunk(int length, int count)
    {
        // Rounded up, and never none: an argument has a byte at least.
        var perItem = (length + count - 1) / count;
        var size = Math.Max(length, Math.Min(_chunkBytes, ByteChunk.MostItems * perItem));
        _chunkBytes = Math.Min(LargestChunk, _chunkBytes * 4);
        return new ByteChunk(End, new byte[size], Math.Max(count, size / perItem));
    }
}
