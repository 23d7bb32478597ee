using System.Diagnostics;

namespace ProcQ.Wire;

/// <summary>
/// A clock that parent and worker read alike: the system's monotonic one, in its own ticks. <see cref="Environment.TickCount64"/> would move in the steps of the
/// kernel's own clock, of four milliseconds and more.
/// </summary>
internal static class CommonClock
{
    public static long Timestamp => Stopwatch.GetTimestamp();

    /// <summary>What went by between two readings.</summary>
    public static TimeSpan Between(long earlier, long later) => Stopwatch.GetElapsedTime(earlier, later);
}
