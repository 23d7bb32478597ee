using System.Diagnostics;

namespace ProcQ.Requests;

/// <summary>How long somebody is still willing to wait.</summary>
internal readonly struct Patience(TimeSpan limit)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public bool IsOver => Left <= TimeSpan.Zero;

    private TimeSpan Left => limit == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : limit - Stopwatch.GetElapsedTime(_start);

    /// <summary>What is left, and no more than <paramref name="most"/>.</summary>
    public TimeSpan Next(TimeSpan most)
    {
        var left = Left;
        if (left <= TimeSpan.Zero)
            return TimeSpan.Zero;
        return left < most ? left : most;
    }
}
