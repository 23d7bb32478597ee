namespace ProcQ.Engine;

/// <summary>
/// Which of the things that come one by one are timed, and how many each stands for: the first few all, then every sixteenth. A look at the clock costs as much as a
/// small item.
/// </summary>
internal struct Sampling
{
    private const int Every = 16;

    private int _count;

    /// <summary>How many the next one stands for; 0 when it is not timed.</summary>
    public int Next()
    {
        if (_count >= Every && _count % Every != 0)
        {
            _count++;
            return 0;
        }

        return _count++ < Every ? 1 : Every;
    }
}
