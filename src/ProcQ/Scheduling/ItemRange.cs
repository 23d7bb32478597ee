namespace ProcQ.Scheduling;

/// <summary>Consecutive items of one job: <paramref name="Count"/> of them from index <paramref name="First"/>.</summary>
/// <param name="First">Index of the first item in the job's input.</param>
/// <param name="Count">How many.</param>
/// <param name="Attempt">Which attempt this is, from 1.</param>
/// <param name="Strikes">How often a worker died with these items in hand before it began one of them.</param>
/// <param name="Touched">They have begun in this attempt; their results went down with a worker.</param>
/// <param name="Ran">They have begun in an earlier attempt.</param>
internal readonly record struct ItemRange(
    long First,
    int Count,
    int Attempt = 1,
    int Strikes = 0,
    bool Touched = false,
    bool Ran = false
)
{
    public bool MayHaveExecuted => Touched || Ran;

    /// <summary>The next attempt at them.</summary>
    public ItemRange Again => new(First, Count, Attempt + 1, Ran: MayHaveExecuted);

    public long End => First + Count;
}
