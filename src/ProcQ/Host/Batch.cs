using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Items to run, in order, as they arrived.</summary>
internal sealed class Batch(RunHeader header, long sequence, KeptBytes arguments)
{
    public RunHeader Header { get; } = header;

    public KeptBytes Arguments { get; } = arguments;

    public CancelRequest Cancellation { get; } = new();

    /// <summary>The number of the first item in the session.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>One past the last item; moves forward when items are given back.</summary>
    public long End { get; private set; } = sequence + header.Count;

    public bool Holds(long item) => item >= Sequence && item < End;

    /// <summary>Gives back the items from <paramref name="from"/> on; says how many.</summary>
    public int Cut(long from)
    {
        var count = (int)(End - from);
        End = from;
        return count;
    }
}
