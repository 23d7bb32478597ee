using System.Runtime.InteropServices;

namespace ProcQ.Engine;

/// <summary>Encoded arguments of consecutive items in one array, and where each of them ends.</summary>
/// <param name="first">The first item.</param>
/// <param name="bytes">Room for the arguments.</param>
/// <param name="items">How many of them there will be, more or less.</param>
internal sealed class ByteChunk(long first, byte[] bytes, int items) : ArgumentChunk(first)
{
    /// <summary>Where they end is kept in arrays, of which large ones cost the garbage collector more than small ones.</summary>
    public const int MostItems = 8192;

    private readonly List<int> _ends = new(items);

    public override int UsedBytes => _ends.Count == 0 ? 0 : _ends[^1];

    protected override int Count => _ends.Count;

    /// <summary>There is room for so many arguments of so many bytes.</summary>
    public bool Fits(int count, int length) => length <= bytes.Length - UsedBytes && _ends.Count + count <= MostItems;

    /// <summary>Appends arguments; unless <paramref name="copy"/>, they are already in the array.</summary>
    public void Append(ReadOnlySpan<byte> arguments, ReadOnlySpan<int> ends, bool copy)
    {
        var start = UsedBytes;
        if (copy)
            arguments.CopyTo(bytes.AsSpan(start));
        var count = _ends.Count;
        CollectionsMarshal.SetCount(_ends, count + ends.Length);
        var into = CollectionsMarshal.AsSpan(_ends)[count..];
        for (var i = 0; i < into.Length; i++)
            into[i] = start + ends[i];
    }

    public ReadOnlyMemory<byte> Slice(long first, long end)
    {
        var from = first == First ? 0 : _ends[(int)(first - First) - 1];
        return bytes.AsMemory(from, _ends[(int)(end - First) - 1] - from);
    }

    public override int Fitting(long first, long end, ref int bytes)
    {
        var all = Slice(first, end).Length;
        if (all <= bytes)
        {
            bytes -= all;
            return (int)(end - first);
        }

        var start = first == First ? 0 : _ends[(int)(first - First) - 1];
        var count = 0;
        while (_ends[(int)(first - First) + count] - start <= bytes)
            count++;
        return count;
    }
}
