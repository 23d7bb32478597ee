using System.Diagnostics;

namespace ProcQ.TestJobs;

/// <summary>Functions that keep a processor busy.</summary>
public static class BusyJobs
{
    /// <summary>Takes as long as it says, or longer.</summary>
    public static int SpinFor20Milliseconds(int x)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(20)) { }
        return x;
    }
}
