namespace ProcQ.Interop;

/// <summary>Waits of parts of a millisecond. Nobody can end them; the runtime's own know whole milliseconds only, and may take one more.</summary>
internal static unsafe class BriefWait
{
    private const int NanosecondsPerTick = 100;

    public static TimeSpan Longest { get; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Waits for so long at most: less when a signal comes between, and on Windows, where it only lets others have their turn.</summary>
    public static void For(TimeSpan time)
    {
        if (OperatingSystem.IsWindows())
        {
            Thread.Yield();
            return;
        }

        var wait = stackalloc nint[2];
        (wait[0], wait[1]) = (0, (nint)time.Ticks * NanosecondsPerTick);
        Libc.Sleep(wait, null);
    }
}
