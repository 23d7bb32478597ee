namespace ProcQ.Engine;

/// <summary>
/// Which of the things that come one by one are timed, and how many each stands for: the first few all, then every sixteenth. A look at the clock costs as much as a
/// small item.
/// </summary>
internal struct Sampling
{
    private const int Every = 16;

    // Of an endless input it begins anew.
    private uint _count;

    /// <summary>How many the next one stands for; 0 when it is not timed.</summary>
    public int Next()
    {
        var before = _count++;
        if (before < Every)
            return 1;
        return before % Every == 0 ? Every : 0;
    }
}
