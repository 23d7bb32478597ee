using System.Diagnostics.CodeAnalysis;

namespace ProcQ.Shortcuts;

/// <summary>A function on the shared pool, within a time limit.</summary>
internal static class TimedCall
{
    public static TResult Run<TResult>(Delegate f, TimeSpan limit) => Await<TResult>(f, limit).Result;

    public static bool TryRun<TResult>(Delegate f, TimeSpan limit, [MaybeNullWhen(false)] out TResult result)
    {
        var outcome = Await<TResult>(f, limit);
        // By the status: a function that throws a TaskTimeoutException, of a call it made itself, has failed.
        var inTime = outcome.Status != OutcomeStatus.TimedOut;
        result = inTime ? outcome.Result : default;
        return inTime;
    }

    public static Task<TResult> RunAsync<TResult>(Delegate f, TimeSpan limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(f);
        var options = Options(limit);
        return ct.IsCancellationRequested
            ? Task.FromCanceled<TResult>(ct)
            : ResultAsync(SharedPool.Get().AwaitAsync<TResult>(f, options, ct));
    }

    /// <summary>A limit in seconds as a time span. What no time span can hold is no limit.</summary>
    public static TimeSpan Limit(double seconds)
    {
        if (!(seconds > 0))
            throw new ArgumentOutOfRangeException(
                nameof(seconds),
                seconds,
                "More than zero seconds are needed; double.PositiveInfinity is no limit."
            );
        return seconds >= TimeSpan.MaxValue.TotalSeconds
            ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromTicks(Math.Max(1, (long)(seconds * TimeSpan.TicksPerSecond)));
    }

    /// <summary>A time span as a limit.</summary>
    public static TimeSpan Limit(TimeSpan limit)
    {
        Limits.ThrowIfNotPositive(limit, nameof(limit));
        return limit;
    }

    private static Outcome<TResult> Await<TResult>(Delegate f, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(f);
        return SharedPool.Get().Await<TResult>(f, Options(limit));
    }

    private static async Task<TResult> ResultAsync<TResult>(Task<Outcome<TResult>> outcome) =>
        (await outcome.ConfigureAwait(false)).Result;

    private static TaskOptions Options(TimeSpan limit) => new() { Timeout = limit };
}
