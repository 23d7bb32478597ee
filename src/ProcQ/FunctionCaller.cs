using ProcQ.Calls;

namespace ProcQ;

/// <summary>
/// What calls one function at a time in a worker: <c>Apply</c> in all its forms. The base of <see cref="WorkerPool"/>, which adds the calls over many
/// items and the pool's life.
/// </summary>
/// <remarks>
/// To another process a function travels with the variables it captured, as copies: what it writes to them stays in the worker. Arguments, captured variables and
/// results must be data that MessagePack can hold; what cannot travel is refused in the caller with a <see cref="NotTransferableException"/>. Worker threads
/// get the objects themselves, unless <see cref="ThreadWorkerPoolOptions.PassByValue"/> is set, and where it says of a worker that it is killed, a thread is abandoned: see <see cref="ThreadWorkerPool"/>.
/// A function may be asynchronous: the worker awaits it, and the caller sees its result.
/// </remarks>
public abstract class FunctionCaller
{
    private protected FunctionCaller() { }

    /// <summary>Where the calls come in.</summary>
    internal abstract CallDesk Desk { get; }

    /// <summary>Runs a function in a worker and waits for its result, however long that takes.</summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    /// <exception cref="NotTransferableException">The function, what it captured, its argument or its result cannot travel.</exception>
    /// <exception cref="WorkerLostException">The worker process ended while the function ran.</exception>
    /// <exception cref="TaskTimeoutException">The time limit was used up; the worker was killed, unless the function stopped within the <see cref="ProcessPoolOptions.TimeoutGrace"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by <paramref name="ct"/>, or the pool was terminated.</exception>
    public TResult Apply<TResult>(Func<TResult> f, CancellationToken ct = default) =>
        ApplyCalls.Run<Wire.Nothing, TResult>(Desk, f, default, ct);

    /// <inheritdoc cref="Apply{TResult}(Func{TResult}, CancellationToken)"/>
    public TResult Apply<TResult>(Func<Task<TResult>> f, CancellationToken ct = default) =>
        ApplyCalls.Run<Wire.Nothing, TResult>(Desk, f, default, ct);

    /// <summary>Runs a function in a worker and waits for its result, however long that takes.</summary>
    /// <typeparam name="T">The argument.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="arg">Its argument.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    /// <exception cref="NotTransferableException">The function, what it captured, its argument or its result cannot travel.</exception>
    /// <exception cref="WorkerLostException">The worker process ended while the function ran.</exception>
    /// <exception cref="TaskTimeoutException">The time limit was used up; the worker was killed, unless the function stopped within the <see cref="ProcessPoolOptions.TimeoutGrace"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by <paramref name="ct"/>, or the pool was terminated.</exception>
    public TResult Apply<T, TResult>(Func<T, TResult> f, T arg, CancellationToken ct = default) =>
        ApplyCalls.Run<T, TResult>(Desk, f, arg, ct);

    /// <inheritdoc cref="Apply{T, TResult}(Func{T, TResult}, T, CancellationToken)"/>
    public TResult Apply<T, TResult>(Func<T, Task<TResult>> f, T arg, CancellationToken ct = default) =>
        ApplyCalls.Run<T, TResult>(Desk, f, arg, ct);

    /// <summary>Runs a function in a worker. As <c>apply_async</c> of Python's multiprocessing.Pool.</summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    /// <returns>
    /// A task for the result; it fails with what <c>Apply</c> throws. What is wrong with the call itself is thrown at once, not by the task: null or bad
    /// options, a function or argument that cannot travel (<see cref="NotTransferableException"/>), a pool that is closed, disposed or cannot start workers.
    /// </returns>
    public Task<TResult> ApplyAsync<TResult>(Func<TResult> f, TaskOptions? options = null, CancellationToken ct = default) =>
        ApplyCalls.RunAsync<Wire.Nothing, TResult>(Desk, f, default, options, ct);

    /// <inheritdoc cref="ApplyAsync{TResult}(Func{TResult}, TaskOptions?, CancellationToken)"/>
    public Task<TResult> ApplyAsync<TResult>(
        Func<Task<TResult>> f,
        TaskOptions? options = null,
        CancellationToken ct = default
    ) => ApplyCalls.RunAsync<Wire.Nothing, TResult>(Desk, f, default, options, ct);

    /// <summary>Runs a function in a worker. As <c>apply_async</c> of Python's multiprocessing.Pool.</summary>
    /// <typeparam name="T">The argument.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="arg">Its argument.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    /// <returns>
    /// A task for the result; it fails with what <c>Apply</c> throws. What is wrong with the call itself is thrown at once, not by the task: null or bad
    /// options, a function or argument that cannot travel (<see cref="NotTransferableException"/>), a pool that is closed, disposed or cannot start workers.
    /// </returns>
    public Task<TResult> ApplyAsync<T, TResult>(
        Func<T, TResult> f,
        T arg,
        TaskOptions? options = null,
        CancellationToken ct = default
    ) => ApplyCalls.RunAsync<T, TResult>(Desk, f, arg, options, ct);

    /// <inheritdoc cref="ApplyAsync{T, TResult}(Func{T, TResult}, T, TaskOptions?, CancellationToken)"/>
    public Task<TResult> ApplyAsync<T, TResult>(
        Func<T, Task<TResult>> f,
        T arg,
        TaskOptions? options = null,
        CancellationToken ct = default
    ) => ApplyCalls.RunAsync<T, TResult>(Desk, f, arg, options, ct);

    /// <summary>Runs an action in a worker.</summary>
    /// <param name="f">The action. It must not be <c>async void</c>: its end could not be seen.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    /// <returns>
    /// A task that completes when the action has ended. What is wrong with the call itself is thrown at once, not by the task: null or bad options, an action
    /// that cannot travel (<see cref="NotTransferableException"/>), a pool that is closed, disposed or cannot start workers.
    /// </returns>
    public Task ApplyAsync(Action f, TaskOptions? options = null, CancellationToken ct = default) =>
        ApplyCalls.RunAsync<Wire.Nothing, Wire.Nothing>(Desk, f, default, options, ct);

    /// <summary>Runs an asynchronous action in a worker.</summary>
    /// <param name="f">The action.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    /// <returns>
    /// A task that completes when the action has ended. What is wrong with the call itself is thrown at once, not by the task: null or bad options, an action
    /// that cannot travel (<see cref="NotTransferableException"/>), a pool that is closed, disposed or cannot start workers.
    /// </returns>
    public Task ApplyAsync(Func<Task> f, TaskOptions? options = null, CancellationToken ct = default) =>
        ApplyCalls.RunAsync<Wire.Nothing, Wire.Nothing>(Desk, f, default, options, ct);

    /// <summary>For the shortcuts: waits for how the function ended, and throws nothing for that.</summary>
    internal Outcome<TResult> Await<TResult>(Delegate f, TaskOptions options) => ApplyCalls.Outcome<TResult>(Desk, f, options);

    /// <summary>As <see cref="Await"/>, without blocking.</summary>
    internal Task<Outcome<TResult>> AwaitAsync<TResult>(Delegate f, TaskOptions options, CancellationToken ct) =>
        ApplyCalls.OutcomeAsync<TResult>(Desk, f, options, ct);
}
