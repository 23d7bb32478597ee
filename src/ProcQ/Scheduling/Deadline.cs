namespace ProcQ.Scheduling;

/// <summary>Moments that may never come: null is never.</summary>
internal static class Deadline
{
    public static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b ?? a : a;

    public static TimeSpan? After(TimeSpan grace, TimeSpan now) =>
        grace == Timeout.InfiniteTimeSpan || grace > TimeSpan.MaxValue - now ? null : now + grace;
}
