namespace ProcQ;

/// <summary>Checks of time spans that callers give. Infinite is <see cref="Timeout.InfiniteTimeSpan"/> everywhere.</summary>
internal static class Limits
{
    public static void ThrowIfNotPositive(TimeSpan? value, string name)
    {
        if (value is { } span && span <= TimeSpan.Zero && span != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(
                name,
                span,
                "More than zero is needed; Timeout.InfiniteTimeSpan or null is no limit."
            );
    }

    public static void ThrowIfNegative(TimeSpan value, string name)
    {
        if (value < TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(name, value, "Zero or more is needed; Timeout.InfiniteTimeSpan never ends.");
    }

    /// <summary>What the system's timers can hold: 24 days. Nobody sees the difference to longer ones.</summary>
    public static TimeSpan ForTimer(TimeSpan value) =>
        value.TotalMilliseconds < int.MaxValue ? value : TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Null for no limit, in either spelling.</summary>
    public static TimeSpan? OrNone(TimeSpan? value) => value == Timeout.InfiniteTimeSpan ? null : value;
}
