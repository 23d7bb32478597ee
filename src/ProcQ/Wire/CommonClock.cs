using System.Diagnostics;

namespace ProcQ.Wire;

/// <summary>
/// A clock that parent and worker read alike: the system's monotonic one, in milliseconds. As precise as a millisecond, which
/// <see cref="Environment.TickCount64"/> is not: that moves in the steps of the kernel's own clock, up to ten of them.
/// </summary>
internal static class CommonClock
{
    private static readonly long TicksPerMillisecond = Stopwatch.Frequency / 1000;

    public static long Milliseconds => Stopwatch.GetTimestamp() / TicksPerMillisecond;
}
