using System.Diagnostics.CodeAnalysis;
using ProcQ.Shortcuts;
using ProcQ.Wire;

namespace ProcQ;

/// <summary>
/// Adds <c>Timeout.Run</c> to <see cref="Timeout"/>: a function in another process, which is killed when the time is up. It stops what
/// does not cooperate, as <c>Thread.Abort</c> once did, and survives what takes its process down. As <c>timeout</c> of Python's delegate module,
/// except that a timeout is an exception and no result that could be mistaken for one.
/// </summary>
/// <remarks>
/// <para>The calls run on a pool that all shortcuts of this process share: the first one takes as long as a process takes to start, later ones do not.
/// The pool leaves with the process; nobody disposes it. The rules for functions and data are those of <see cref="FunctionCaller"/>.</para>
/// <para>Calls of many threads do not wait for each other, up to 64 at a time (or the number of processors, if that is more).</para>
/// <para>The limit counts from the moment the function begins. Whoever calls waits that long, and the few milliseconds that the kill takes: when
/// <see cref="TaskTimeoutException"/> is thrown the process is dead.</para>
/// </remarks>
public static class TimeoutExtensions
{
    private const double DefaultSeconds = 2;

    extension(Timeout)
    {
        /// <summary>Runs the function in another process and waits for its result, no longer than the limit.</summary>
        /// <typeparam name="T">The result.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="seconds">The limit in seconds. Default: 2. Range: more than zero; <see cref="double.PositiveInfinity"/> is no limit.</param>
        /// <exception cref="TaskTimeoutException">The time was up; the process was killed.</exception>
        /// <exception cref="WorkerLostException">The process ended while the function ran.</exception>
        /// <exception cref="WorkerStartException">No process can be started.</exception>
        /// <exception cref="OperationCanceledException">This process ends.</exception>
        /// <exception cref="NotTransferableException">The function, what it captured or its result cannot travel.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is zero, negative or not a number.</exception>
        public static T Run<T>(Func<T> f, double seconds = DefaultSeconds) => TimedCall.Run<T>(f, TimedCall.Limit(seconds));

        /// <inheritdoc cref="extension(Timeout).Run{T}(Func{T}, double)"/>
        public static T Run<T>(Func<Task<T>> f, double seconds = DefaultSeconds) => TimedCall.Run<T>(f, TimedCall.Limit(seconds));

        /// <summary>Runs the action in another process and waits until it has ended, no longer than the limit.</summary>
        /// <param name="f">The action. It must not be <c>async void</c>: its end could not be seen.</param>
        /// <param name="seconds">The limit in seconds. Default: 2. Range: more than zero; <see cref="double.PositiveInfinity"/> is no limit.</param>
        /// <exception cref="TaskTimeoutException">The time was up; the process was killed.</exception>
        /// <exception cref="WorkerLostException">The process ended while the function ran.</exception>
        /// <exception cref="WorkerStartException">No process can be started.</exception>
        /// <exception cref="OperationCanceledException">This process ends.</exception>
        /// <exception cref="NotTransferableException">The function, what it captured or its result cannot travel.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is zero, negative or not a number.</exception>
        public static void Run(Action f, double seconds = DefaultSeconds) => TimedCall.Run<Nothing>(f, TimedCall.Limit(seconds));

        /// <inheritdoc cref="extension(Timeout).Run(Action, double)"/>
        public static void Run(Func<Task> f, double seconds = DefaultSeconds) =>
            TimedCall.Run<Nothing>(f, TimedCall.Limit(seconds));

        /// <summary>Runs the function in another process and waits for its result, no longer than the limit.</summary>
        /// <typeparam name="T">The result.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="limit">The limit. Range: more than zero; <see cref="Timeout.InfiniteTimeSpan"/> is no limit.</param>
        /// <exception cref="TaskTimeoutException">The time was up; the process was killed.</exception>
        /// <exception cref="WorkerLostException">The process ended while the function ran.</exception>
        /// <exception cref="WorkerStartException">No process can be started.</exception>
        /// <exception cref="OperationCanceledException">This process ends.</exception>
        /// <exception cref="NotTransferableException">The function, what it captured or its result cannot travel.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is zero or negative.</exception>
        public static T Run<T>(Func<T> f, TimeSpan limit) => TimedCall.Run<T>(f, TimedCall.Limit(limit));

        /// <inheritdoc cref="extension(Timeout).Run{T}(Func{T}, TimeSpan)"/>
        public static T Run<T>(Func<Task<T>> f, TimeSpan limit) => TimedCall.Run<T>(f, TimedCall.Limit(limit));

        /// <summary>Runs the action in another process and waits until it has ended, no longer than the limit.</summary>
        /// <param name="f">The action. It must not be <c>async void</c>: its end could not be seen.</param>
        /// <param name="limit">The limit. Range: more than zero; <see cref="Timeout.InfiniteTimeSpan"/> is no limit.</param>
        /// <exception cref="TaskTimeoutException">The time was up; the process was killed.</exception>
        /// <exception cref="WorkerLostException">The process ended while the function ran.</exception>
        /// <exception cref="WorkerStartException">No process can be started.</exception>
        /// <exception cref="OperationCanceledException">This process ends.</exception>
        /// <exception cref="NotTransferableException">The function, what it captured or its result cannot travel.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is zero or negative.</exception>
        public static void Run(Action f, TimeSpan limit) => TimedCall.Run<Nothing>(f, TimedCall.Limit(limit));

        /// <inheritdoc cref="extension(Timeout).Run(Action, TimeSpan)"/>
        public static void Run(Func<Task> f, TimeSpan limit) => TimedCall.Run<Nothing>(f, TimedCall.Limit(limit));

        /// <summary>Runs the function in another process, no longer than the limit.</summary>
        /// <typeparam name="T">The result.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="seconds">The limit in seconds. Default: 2. Range: more than zero; <see cref="double.PositiveInfinity"/> is no limit.</param>
        /// <param name="ct">Cancels the call: a function that runs is asked to stop, and killed half a second later.</param>
        /// <returns>A task for its result; it fails with what <c>Timeout.Run</c> throws, or is cancelled by <paramref name="ct"/>.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The limit is zero, negative or not a number.</exception>
        public static Task<T> RunAsync<T>(Func<T> f, double seconds = DefaultSeconds, CancellationToken ct = default) =>
            TimedCall.RunAsync<T>(f, TimedCall.Limit(seconds), ct);

        /// <inheritdoc cref="extension(Timeout).RunAsync{T}(Func{T}, double, CancellationToken)"/>
        public static Task<T> RunAsync<T>(Func<Task<T>> f, double seconds = DefaultSeconds, CancellationToken ct = default) =>
            TimedCall.RunAsync<T>(f, TimedCall.Limit(seconds), ct);

        /// <summary>Runs the action in another process, no longer than the limit.</summary>
        /// <param name="f">The action. It must not be <c>async void</c>: its end could not be seen.</param>
        /// <param name="seconds">The limit in seconds. Default: 2. Range: more than zero; <see cref="double.PositiveInfinity"/> is no limit.</param>
        /// <param name="ct">Cancels the call: a function that runs is asked to stop, and killed half a second later.</param>
        /// <returns>A task for its end; it fails with what <c>Timeout.Run</c> throws, or is cancelled by <paramref name="ct"/>.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The limit is zero, negative or not a number.</exception>
        public static Task RunAsync(Action f, double seconds = DefaultSeconds, CancellationToken ct = default) =>
            TimedCall.RunAsync<Nothing>(f, TimedCall.Limit(seconds), ct);

        /// <inheritdoc cref="extension(Timeout).RunAsync(Action, double, CancellationToken)"/>
        public static Task RunAsync(Func<Task> f, double seconds = DefaultSeconds, CancellationToken ct = default) =>
            TimedCall.RunAsync<Nothing>(f, TimedCall.Limit(seconds), ct);

        /// <summary>Runs the function in another process, no longer than the limit.</summary>
        /// <typeparam name="T">The result.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="limit">The limit. Range: more than zero; <see cref="Timeout.InfiniteTimeSpan"/> is no limit.</param>
        /// <param name="ct">Cancels the call: a function that runs is asked to stop, and killed half a second later.</param>
        /// <returns>A task for its result; it fails with what <c>Timeout.Run</c> throws, or is cancelled by <paramref name="ct"/>.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The limit is zero or negative.</exception>
        public static Task<T> RunAsync<T>(Func<T> f, TimeSpan limit, CancellationToken ct = default) =>
            TimedCall.RunAsync<T>(f, TimedCall.Limit(limit), ct);

        /// <inheritdoc cref="extension(Timeout).RunAsync{T}(Func{T}, TimeSpan, CancellationToken)"/>
        public static Task<T> RunAsync<T>(Func<Task<T>> f, TimeSpan limit, CancellationToken ct = default) =>
            TimedCall.RunAsync<T>(f, TimedCall.Limit(limit), ct);

        /// <summary>Runs the action in another process, no longer than the limit.</summary>
        /// <param name="f">The action. It must not be <c>async void</c>: its end could not be seen.</param>
        /// <param name="limit">The limit. Range: more than zero; <see cref="Timeout.InfiniteTimeSpan"/> is no limit.</param>
        /// <param name="ct">Cancels the call: a function that runs is asked to stop, and killed half a second later.</param>
        /// <returns>A task for its end; it fails with what <c>Timeout.Run</c> throws, or is cancelled by <paramref name="ct"/>.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The limit is zero or negative.</exception>
        public static Task RunAsync(Action f, TimeSpan limit, CancellationToken ct = default) =>
            TimedCall.RunAsync<Nothing>(f, TimedCall.Limit(limit), ct);

        /// <inheritdoc cref="extension(Timeout).RunAsync(Action, TimeSpan, CancellationToken)"/>
        public static Task RunAsync(Func<Task> f, TimeSpan limit, CancellationToken ct = default) =>
            TimedCall.RunAsync<Nothing>(f, TimedCall.Limit(limit), ct);

        /// <summary>Runs the function in another process and says whether it ended in time. Everything else that can go wrong is thrown, as by <c>Timeout.Run</c>.</summary>
        /// <typeparam name="T">The result.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="seconds">The limit in seconds. Range: more than zero; <see cref="double.PositiveInfinity"/> is no limit.</param>
        /// <param name="result">The result; the default value when the time was up.</param>
        /// <returns>Whether the function ended in time; if not, the process was killed.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The limit is zero, negative or not a number.</exception>
        public static bool TryRun<T>(Func<T> f, double seconds, [MaybeNullWhen(false)] out T result) =>
            TimedCall.TryRun(f, TimedCall.Limit(seconds), out result);

        /// <summary>Runs the function in another process and says whether it ended in time. Everything else that can go wrong is thrown, as by <c>Timeout.Run</c>.</summary>
        /// <typeparam name="T">The result.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="limit">The limit. Range: more than zero; <see cref="Timeout.InfiniteTimeSpan"/> is no limit.</param>
        /// <param name="result">The result; the default value when the time was up.</param>
        /// <returns>Whether the function ended in time; if not, the process was killed.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The limit is zero or negative.</exception>
        public static bool TryRun<T>(Func<T> f, TimeSpan limit, [MaybeNullWhen(false)] out T result) =>
            TimedCall.TryRun(f, TimedCall.Limit(limit), out result);
    }
}
