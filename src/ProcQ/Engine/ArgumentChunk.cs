namespace ProcQ.Engine;

/// <summary>Arguments of consecutive items that are kept, and let go of, together.</summary>
internal abstract class ArgumentChunk(long first)
{
    private int _settled;

    public long First { get; } = first;

    public long End => First + Count;

    /// <summary>What it takes in memory.</summary>
    public abstract int UsedBytes { get; }

    /// <summary>Every item in it has an outcome; nobody needs its arguments again.</summary>
    public bool IsSpent => _settled == Count;

    protected abstract int Count { get; }

    /// <summary>How many of these items fit into what is left of <paramref name="bytes"/>, which is reduced by what they take.</summary>
    public abstract int Fitting(long first, long end, ref int bytes);

    /// <summary>Items of it have their outcome.</summary>
    public virtual void Settle(long first, long end) => _settled += (int)(end - first);
}
