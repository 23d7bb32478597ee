using System.Runtime.InteropServices;

namespace ProcQ.TestJobs;

/// <summary>Sleeps that are exact to some ten microseconds, where those of .NET know only milliseconds. Linux.</summary>
public static partial class Pause
{
    private const long MicrosecondsPerSecond = 1_000_000;

    public static void For(long microseconds)
    {
        var time = new Time
        {
            Seconds = (nint)(microseconds / MicrosecondsPerSecond),
            Nanoseconds = (nint)(microseconds % MicrosecondsPerSecond * 1000),
        };
        // Interrupted by a signal, it goes on with what is left.
        while (Sleep(time, out var left) != 0)
            time = left;
    }

    [LibraryImport("libc", EntryPoint = "nanosleep", SetLastError = true)]
    private static partial int Sleep(in Time time, out Time left);

    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
