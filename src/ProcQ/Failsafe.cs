namespace ProcQ;

/// <summary>
/// A function whose failure does not matter, in this process: its result, or a fallback. As <c>failsafe</c> of Ka-Ping Yee's delegate.py. Who wants to know what went
/// wrong asks <see cref="Outcome.Try{T}"/> instead, or gives an <c>onError</c>; who wants to survive what takes a process down, <c>Timeout.TryRun</c> or a pool.
/// </summary>
public static class Failsafe
{
    /// <summary>The function's result, or the fallback if it throws anything.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="fallback">What is returned if it throws. Default: the default value of the type.</param>
    /// <param name="onError">Gets the exception; null for nobody. What it throws itself is thrown.</param>
    public static T? Run<T>(Func<T> f, T? fallback = default, Action<Exception>? onError = null) =>
        Value(Outcome.Try(f), fallback, onError);

    /// <summary>The function's result, or the fallback if it throws anything.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="fallback">What is returned if it throws. Default: the default value of the type.</param>
    /// <param name="onError">Gets the exception; null for nobody. What it throws itself fails the task.</param>
    public static Task<T?> RunAsync<T>(Func<Task<T>> f, T? fallback = default, Action<Exception>? onError = null) =>
        ValueAsync(Outcome.TryAsync(f), fallback, onError);

    private static async Task<T?> ValueAsync<T>(Task<Outcome<T>> outcome, T? fallback, Action<Exception>? onError) =>
        Value(await outcome.ConfigureAwait(false), fallback, onError);

    private static T? Value<T>(Outcome<T> outcome, T? fallback, Action<Exception>? onError)
    {
        if (outcome.Error is not { } error)
            return outcome.Result;
        onError?.Invoke(error);
        return fallback;
    }
}
