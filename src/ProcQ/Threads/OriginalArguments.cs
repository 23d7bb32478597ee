using System.Runtime.CompilerServices;
using ProcQ.Engine;
using ProcQ.Scheduling;
using ProcQ.Wire;

namespace ProcQ.Threads;

/// <summary>Arguments as they are. One whose item has its outcome is let go of.</summary>
internal sealed class OriginalArguments<T> : ArgumentStore
{
    private const int SmallestChunk = 4;
    private const int LargestChunk = 512;

    private int _chunkItems = SmallestChunk;

    public void Append(ReadOnlySpan<T> arguments)
    {
        lock (Gate)
        {
            if (Open is not OriginalChunk<T> chunk || !chunk.Fits(arguments.Length))
                OpenChunk_NeedsLock(chunk = new OriginalChunk<T>(End, NewItems(arguments.Length)));
            chunk.Append(arguments);
            Appended_NeedsLock(arguments.Length, arguments.Length * Unsafe.SizeOf<T>());
        }
    }

    /// <inheritdoc/>
    public override Cargo Slice(ItemRange items)
    {
        var slice = new T[items.Count];
        lock (Gate)
        {
            var at = Find_NeedsLock(items.First);
            for (var first = items.First; first < items.End; at++)
            {
                var end = Math.Min(items.End, Chunks[at].End);
                ((OriginalChunk<T>)Chunks[at]).Slice(first, end).CopyTo(slice.AsSpan((int)(first - items.First)));
                first = end;
            }
        }

        return new Originals<T>(slice);
    }

    private T[] NewItems(int count)
    {
        var items = new T[Math.Max(count, _chunkItems)];
        _chunkItems = Math.Min(LargestChunk, _chunkItems * 4);
        return items;
    }
}
