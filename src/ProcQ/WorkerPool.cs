using ProcQ.Calls;

namespace ProcQ;

/// <summary>
/// Workers that run functions for this process: one interface for every kind of worker. All members can be used from any thread, also from
/// callbacks. As Python's <c>multiprocessing.Pool</c>, without its ways to hang.
/// </summary>
/// <remarks>
/// The rules for functions and data are those of <see cref="FunctionCaller"/>. Workers are processes in a <see cref="ProcessPool"/>, which can be killed and may crash,
/// and threads of this process in a <see cref="ThreadWorkerPool"/>, which can only be asked to stop and are abandoned if they do not.
/// </remarks>
public abstract class WorkerPool : OutcomeCaller, IAsyncDisposable, IDisposable
{
    private readonly PoolBody _body;

    private protected WorkerPool(PoolBody body) => _body = body;

    private protected PoolBody Body => _body;

    internal override CallDesk Desk => _body.Desk;

    /// <summary>Runs the function on every item and waits for all results, in input order. The first failure that comes in cancels what has not begun and is thrown.</summary>
    /// <typeparam name="T">The argument.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="items">The input; read lazily, as far as the workers need it.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    /// <exception cref="NotTransferableException">The function, what it captured, an argument or a result cannot travel.</exception>
    /// <exception cref="WorkerLostException">A worker process ended while an item ran.</exception>
    /// <exception cref="TaskTimeoutException">An item used up its time limit; its worker was killed, unless the item stopped within the <see cref="ProcessPoolOptions.TimeoutGrace"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by <paramref name="ct"/>, or the pool was terminated.</exception>
    public TResult[] Map<T, TResult>(
        Func<T, TResult> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Map<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <inheritdoc cref="Map{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public TResult[] Map<T, TResult>(
        Func<T, Task<TResult>> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Map<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <summary>Runs the function on every item; the results come in input order. The first failure that comes in cancels what has not begun and fails the task.</summary>
    /// <typeparam name="T">The argument.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="items">The input; read lazily, as far as the workers need it.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    /// <returns>A task for the results; it fails with what <c>Map</c> throws.</returns>
    public Task<TResult[]> MapAsync<T, TResult>(
        Func<T, TResult> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.MapAsync<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <inheritdoc cref="MapAsync{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public Task<TResult[]> MapAsync<T, TResult>(
        Func<T, TResult> f,
        IAsyncEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.MapAsync<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <inheritdoc cref="MapAsync{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public Task<TResult[]> MapAsync<T, TResult>(
        Func<T, Task<TResult>> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.MapAsync<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <inheritdoc cref="MapAsync{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public Task<TResult[]> MapAsync<T, TResult>(
        Func<T, Task<TResult>> f,
        IAsyncEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.MapAsync<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <summary>Runs the function on every item; the results come one by one in input order, while later items still run. Starts at once.</summary>
    /// <typeparam name="T">The argument.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="items">The input; read lazily, as far as the workers need it.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    public ResultStream<TResult> Imap<T, TResult>(
        Func<T, TResult> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Stream<T, TResult>(Desk, f, Items<T>.Of(items), options, ordered: true, ct);

    /// <inheritdoc cref="Imap{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public ResultStream<TResult> Imap<T, TResult>(
        Func<T, TResult> f,
        IAsyncEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Stream<T, TResult>(Desk, f, Items<T>.Of(items), options, ordered: true, ct);

    /// <inheritdoc cref="Imap{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public ResultStream<TResult> Imap<T, TResult>(
        Func<T, Task<TResult>> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Stream<T, TResult>(Desk, f, Items<T>.Of(items), options, ordered: true, ct);

    /// <inheritdoc cref="Imap{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public ResultStream<TResult> Imap<T, TResult>(
        Func<T, Task<TResult>> f,
        IAsyncEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Stream<T, TResult>(Desk, f, Items<T>.Of(items), options, ordered: true, ct);

    /// <summary>Runs the function on every item; the results come one by one as they are ready. Starts at once.</summary>
    /// <typeparam name="T">The argument.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="items">The input; read lazily, as far as the workers need it.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    public ResultStream<TResult> ImapUnordered<T, TResult>(
        Func<T, TResult> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Stream<T, TResult>(Desk, f, Items<T>.Of(items), options, ordered: false, ct);

    /// <inheritdoc cref="ImapUnordered{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public ResultStream<TResult> ImapUnordered<T, TResult>(
        Func<T, TResult> f,
        IAsyncEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Stream<T, TResult>(Desk, f, Items<T>.Of(items), options, ordered: false, ct);

    /// <inheritdoc cref="ImapUnordered{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public ResultStream<TResult> ImapUnordered<T, TResult>(
        Func<T, Task<TResult>> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Stream<T, TResult>(Desk, f, Items<T>.Of(items), options, ordered: false, ct);

    /// <inheritdoc cref="ImapUnordered{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public ResultStream<TResult> ImapUnordered<T, TResult>(
        Func<T, Task<TResult>> f,
        IAsyncEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Stream<T, TResult>(Desk, f, Items<T>.Of(items), options, ordered: false, ct);

    /// <summary>
    /// Changes the number of workers. New ones start at once (beyond <see cref="ProcessPoolOptions.MinWorkers"/>: when work needs them). Of those that are too many, the items they have begun are finished, and all others go to the
    /// workers that stay. With 0 the pool pauses: calls are accepted and wait. As <c>set_thread_num</c> of jobq.
    /// </summary>
    /// <param name="workers">0 and up.</param>
    /// <param name="ct">Ends the wait; the change stays.</param>
    /// <returns>
    /// Completes when those that are kept in any case are ready and those that were too many are gone. When sizes are changed one after the other, the
    /// last one holds.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="workers"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed, or ended before the workers were ready.</exception>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    /// <exception cref="WorkerStartException">The pool can start no workers, or no more of them for now.</exception>
    public Task ResizeAsync(int workers, CancellationToken ct = default) => _body.ResizeAsync(workers, ct);

    /// <summary>A snapshot of the pool. Costs a look at each worker's process; always valid, also when the pool has ended.</summary>
    public PoolStats GetStats() => _body.Stats;

    /// <summary>
    /// Completes when the pool is closed and everything is done, or terminated; every worker is gone then, and reporter and log have
    /// been told everything; one that does not return is waited for no longer than five seconds. Fails with <see cref="WorkerStartException"/> when the
    /// pool was faulted: it could start no worker.
    /// </summary>
    public Task Completion => _body.Completion;

    /// <summary>Takes no more calls; what was accepted is finished. Returns at once. Again, or after <see cref="Terminate"/>, it does nothing.</summary>
    public void Close() => _body.Close();

    /// <summary>Waits until a closed or terminated pool has ended.</summary>
    /// <exception cref="InvalidOperationException">The pool is still open, and would never end.</exception>
    public void Join() => Join(Timeout.InfiniteTimeSpan);

    /// <summary>Waits until a closed or terminated pool has ended, no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <returns>Whether it has ended.</returns>
    /// <exception cref="InvalidOperationException">The pool is still open, and would never end.</exception>
    public bool Join(TimeSpan timeout) => _body.Join(timeout);

    /// <summary>
    /// Takes no more calls and gives up what was accepted: what waits never runs, what runs is asked to stop and killed after the shutdown grace.
    /// Returns at once; every open call ends.
    /// </summary>
    public void Terminate() => _body.Terminate();

    /// <summary>
    /// Terminates the pool and waits until every worker is gone: the shutdown grace and some milliseconds at most. The end also waits until reporter and log
    /// have been told everything, up to five seconds for each that does not return; called by the reporter itself it does not wait. Never throws.
    /// </summary>
    public void Dispose()
    {
        _body.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>As <see cref="Dispose"/>, without blocking. The task is that of the pool's end: its reporter must not wait for it, as it would for itself.</summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _body.DisposeAsync();
    }
}
