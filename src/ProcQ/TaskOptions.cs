namespace ProcQ;

/// <summary>How a single function is to be run. Immutable; checked when the call is made.</summary>
public sealed record TaskOptions
{
    /// <summary>
    /// Run budget, from the moment the function begins; when it is used up the function is killed with its worker, after the pool's
    /// <see cref="ProcessPoolOptions.TimeoutGrace"/>. Default: null, that of the pool. Range: more than zero; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> is none.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Further attempts when the worker was lost or the time was up. Default: 0. Range: 0 and up. An exception of the function is an answer and is not
    /// retried.
    /// </summary>
    public int Retries { get; init; }

    /// <summary>
    /// The wait before the first of the <see cref="Retries"/>; each one that follows waits twice as long, up to a minute (or this, if it is longer). Other
    /// items run meanwhile. Default: zero, at once. Range: zero and up.
    /// </summary>
    public TimeSpan RetryDelay { get; init; }

    /// <summary>Among calls that wait, the higher number goes first. Default: 0.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// Called with the result, on the thread pool of this process, before the returned task completes. What it throws is logged and changes nothing.
    /// Default: null. As <c>callback</c> of Python's <c>apply_async</c>.
    /// </summary>
    public Action<object?>? OnSuccess { get; init; }

    /// <summary>Called with the error instead; see <see cref="OnSuccess"/>. As <c>error_callback</c> of Python's <c>apply_async</c>.</summary>
    public Action<Exception>? OnError { get; init; }

    /// <summary>The call's name in logs and errors. Default: null, the name of the function.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Called when the outcome has come, before anybody else hears of it: of several calls, in the order in which they end. Under the engine's gate, so it must only
    /// take note; not called for a call that was cut short.
    /// </summary>
    internal Action? Ended { get; init; }

    /// <summary>In what surroundings the caller is called back, which are his own; null where nobody is.</summary>
    internal ExecutionContext? Surroundings { get; private init; }

    internal static TaskOptions Default { get; } = new();

    internal TaskOptions Validated()
    {
        Limits.ThrowIfNotPositive(Timeout, nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfNegative(Retries, nameof(Retries));
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero, nameof(RetryDelay));
        return this;
    }

    /// <summary>As they are for a call that is made here: whoever is to be called back is so in the surroundings of here.</summary>
    internal TaskOptions OfHere() =>
        OnSuccess is null && OnError is null ? this : this with { Surroundings = ExecutionContext.Capture() };
}
