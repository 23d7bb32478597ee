using System.Diagnostics;

namespace ProcQ;

/// <summary>Runs a function in this process and makes an <see cref="Outcome{T}"/> of how it ended, as a pool does of what runs in a worker.</summary>
public static class Outcome
{
    /// <summary>How the function ended. Throws nothing that the function throws.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <returns>Succeeded; Cancelled if it threw an <see cref="OperationCanceledException"/>; Failed if it threw anything else.</returns>
    public static Outcome<T> Try<T>(Func<T> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var start = Stopwatch.GetTimestamp();
        try
        {
            return Of(OutcomeStatus.Succeeded, f(), null, start);
        }
        catch (Exception e)
        {
            return Of<T>(Status(e), default, e, start);
        }
    }

    /// <summary>How the function ended. The task never fails.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <returns>A task for the outcome: Succeeded; Cancelled if it threw an <see cref="OperationCanceledException"/>; Failed if it threw anything else.</returns>
    public static Task<Outcome<T>> TryAsync<T>(Func<Task<T>> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return AwaitAsync(f);
    }

    private static async Task<Outcome<T>> AwaitAsync<T>(Func<Task<T>> f)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return Of(OutcomeStatus.Succeeded, await f().ConfigureAwait(false), null, start);
        }
        catch (Exception e)
        {
            return Of<T>(Status(e), default, e, start);
        }
    }

    private static OutcomeStatus Status(Exception error) =>
        error is OperationCanceledException ? OutcomeStatus.Cancelled : OutcomeStatus.Failed;

    private static Outcome<T> Of<T>(OutcomeStatus status, T? result, Exception? error, long start) =>
        new(0, status, result, error) { Duration = Stopwatch.GetElapsedTime(start), Attempts = 1 };
}
