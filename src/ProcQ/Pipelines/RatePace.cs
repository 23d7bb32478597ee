namespace ProcQ.Pipelines;

/// <summary>
/// When the next item may go. The times follow from one another, not from when somebody looked: lateness of timers does not add up. What was not used is not
/// saved up beyond <see cref="Slack"/>: after a pause there is no burst.
/// </summary>
internal sealed class RatePace(TimeProvider time)
{
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(50);

    // How often a rate of zero is asked for again.
    private static readonly TimeSpan WhileZero = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _last = TimeSpan.MinValue;

    /// <summary>Waits as long as the permits take at the rate. A rate of zero holds everything until it is another.</summary>
    public async Task HoldAsync(double permits, Func<double> perSecond, CancellationToken stop)
    {
        if (!(permits >= 0) || double.IsInfinity(permits))
            throw new ArgumentOutOfRangeException(
                nameof(permits),
                permits,
                "An item of a rate limit costs zero permits or more."
            );
        double rate;
        while ((rate = Checked(perSecond())) == 0 && permits > 0)
            await Task.Delay(WhileZero, time, stop).ConfigureAwait(false);
        var now = time.GetElapsedTime(_start);
        var from = _last < now - Slack ? (_last == TimeSpan.MinValue ? now : now - Slack) : _last;
        _last = permits == 0 ? from : from + TimeSpan.FromSeconds(Math.Min(permits / rate, Longest.TotalSeconds));
        if (_last > now)
            // Up to the next millisecond: delays count in those, and would let it go too early.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling((_last - now).TotalMilliseconds)), time, stop)
                .ConfigureAwait(false);
    }

    public static double Checked(double rate) =>
        rate >= 0
            ? rate
            : throw new ArgumentOutOfRangeException(
                nameof(rate),
                rate,
                "A rate is a number of permits a second: zero, which holds everything, or more."
            );
}
