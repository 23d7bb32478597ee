namespace ProcQ.Scheduling;

/// <summary>Consecutive items of one job: <paramref name="Count"/> of them from index <paramref name="First"/>.</summary>
/// <param name="First">Index of the first item in the job's input.</param>
/// <param name="Count">How many.</param>
/// <param name="Attempt">Which attempt this is, from 1.</param>
/// <param name="Strikes">How often a worker died with these items in hand before it began one of them.</param>
/// <param name="Touched">They have begun before; their results went down with a worker.</param>
internal readonly record struct ItemRange(long First, int Count, int Attempt = 1, int Strikes = 0, bool Touched = false)
{
    public bool MayHaveExecuted => Touched || Attempt > 1;

    public long End => First + Count;
}
