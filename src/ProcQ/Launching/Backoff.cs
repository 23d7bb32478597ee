namespace ProcQ.Launching;

/// <summary>How long to wait before a worker is started again: not at all after the first failure, then 50 ms, doubling up to 5 s.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    // 50 ms doubled this often is beyond the longest wait; more would overflow.
    private const int MaxDoublings = 7;

    /// <summary>How long starts have to fail until they are given up: as long as all the waits of one worker that is tried five times.</summary>
    public static TimeSpan Patience { get; } =
        Enumerable.Range(1, 4).Aggregate(TimeSpan.Zero, (sum, failures) => sum + Delay(failures));

    /// <summary>The wait after this many failures in a row.</summary>
    public static TimeSpan Delay(int consecutiveFailures)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(consecutiveFailures);
        if (consecutiveFailures <= 1)
            return TimeSpan.Zero;
        var doublings = Math.Min(consecutiveFailures - 2, MaxDoublings);
        var delay = First * (1 << doublings);
        return delay < Longest ? delay : Longest;
    }
}
