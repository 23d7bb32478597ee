namespace ProcQ.Endurance.Traffic;

/// <summary>The items that are left, for many callers: who is faster takes more.</summary>
internal sealed class Blocks(long items)
{
    private long _next;

    /// <summary>The next items, at most so many; none when all are taken.</summary>
    public Block Take(int most)
    {
        var first = Interlocked.Add(ref _next, most) - most;
        return new Block(first, (int)Math.Clamp(items - first, 0, most));
    }
}
