namespace ProcQ.Threads;

/// <summary>
/// What interrupted a thread was meant for the code it ran, and comes to bear when the thread waits next. Behind that code begins the pool's, which must not be
/// cut off in the middle: it would lose a result.
/// </summary>
internal static class Interrupts
{
    [ThreadStatic]
    private static object? _nobodyElses;

    /// <summary>Lets one that is pending have its way here, where it does no harm. A wait that does not wait: some ten nanoseconds.</summary>
    public static void Forget()
    {
        var mine = _nobodyElses ??= new object();
        try
        {
            lock (mine)
                Monitor.Wait(mine, 0);
        }
        catch (ThreadInterruptedException)
        {
            // Whoever it was meant for has returned.
        }
    }
}
