using System.Runtime.CompilerServices;
using ProcQ.Engine;

namespace ProcQ.Threads;

/// <summary>Arguments of consecutive items in one array.</summary>
internal sealed class OriginalChunk<T>(long first, T[] items) : ArgumentChunk(first)
{
    private int _count;

    public override int UsedBytes => _count * Unsafe.SizeOf<T>();

    protected override int Count => _count;

    public bool Fits(int count) => count <= items.Length - _count;

    public void Append(ReadOnlySpan<T> arguments)
    {
        arguments.CopyTo(items.AsSpan(_count));
        _count += arguments.Length;
    }

    public ReadOnlySpan<T> Slice(long first, long end) => items.AsSpan((int)(first - First), (int)(end - first));

    // As if each took a byte.
    public override int Fitting(long first, long end, ref int bytes)
    {
        var count = (int)Math.Min(end - first, bytes);
        bytes -= count;
        return count;
    }

    public override void Settle(long first, long end)
    {
        base.Settle(first, end);
        items.AsSpan((int)(first - First), (int)(end - first)).Clear();
    }
}
