namespace ProcQ.Engine;

/// <summary>Encoded arguments of consecutive items in one array, and where each of them ends.</summary>
internal sealed class ArgumentChunk(long first, byte[] bytes)
{
    private readonly List<int> _ends = [];
    private int _settled;

    public long First { get; } = first;

    public long End => First + _ends.Count;

    public int UsedBytes => _ends.Count == 0 ? 0 : _ends[^1];

    /// <summary>Every item in it has an outcome; nobody needs the bytes again.</summary>
    public bool IsSpent => _settled == _ends.Count;

    public bool Fits(int length) => length <= bytes.Length - UsedBytes;

    /// <summary>Appends arguments; unless <paramref name="copy"/>, they are already in the array.</summary>
    public void Append(ReadOnlySpan<byte> arguments, ReadOnlySpan<int> ends, bool copy)
    {
        var start = UsedBytes;
        if (copy)
            arguments.CopyTo(bytes.AsSpan(start));
        foreach (var end in ends)
            _ends.Add(start + end);
    }

    public ReadOnlyMemory<byte> Slice(long first, long end)
    {
        var from = first == First ? 0 : _ends[(int)(first - First) - 1];
        return bytes.AsMemory(from, _ends[(int)(end - First) - 1] - from);
    }

    /// <summary>How many of these items fit into what is left of <paramref name="bytes"/>, which is reduced by what they take.</summary>
    public int Fitting(long first, long end, ref int bytes)
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

    public void Settle(int count) => _settled += count;
}
