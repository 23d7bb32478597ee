using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Items to run, in order, as they arrived.</summary>
internal sealed class Batch(RunHeader header, long sequence, Cargo arguments)
{
    public RunHeader Header { get; } = header;

    public Cargo Arguments { get; private set; } = arguments;

    /// <summary>What runs its items, when it brought that along; else it is found by the number of its function.</summary>
    public Invocation? Invocation { get; set; }

    public CancelRequest Cancellation { get; init; } = new();

    /// <summary>The number of the first item in the session.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>One past the last item; moves forward when items are given back.</summary>
    public long End { get; private set; } = sequence + header.Count;

    /// <summary>The index of an item in its call.</summary>
    public long IndexOf(long item) => Header.Index + (item - Sequence);

    public bool Holds(long item) => item >= Sequence && item < End;

    /// <summary>
    /// It is done with. What it holds may be the user's, and its runner's stack may name it for as long as nothing else comes.
    /// </summary>
    public void Release()
    {
        Arguments.Release();
        Arguments = Cargo.None;
        Invocation = null;
    }

    /// <summary>Gives back the items from <paramref name="from"/> on; says how many.</summary>
    public int Cut(long from)
    {
        var count = (int)(End - from);
        End = from;
        return count;
    }
}
