using ProcQ.Calls;

namespace ProcQ;

/// <summary>
/// What runs one function on many items and keeps going whatever becomes of one of them: <c>MapOutcomes</c>, <c>ImapOutcomes</c> and
/// <c>Parallelize</c> in all their forms. The base of <see cref="WorkerPool"/>, which adds the calls that throw, and the pool's life.
/// </summary>
/// <remarks>The rules for functions and data are those of <see cref="FunctionCaller"/>.</remarks>
public abstract class OutcomeCaller : FunctionCaller
{
    private protected OutcomeCaller() { }

    /// <summary>Runs the function on every item and waits for all outcomes, in input order. Never throws for an item.</summary>
    /// <typeparam name="T">The argument.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="items">The input; read lazily, as far as the workers need it.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    public Outcome<TResult>[] MapOutcomes<T, TResult>(
        Func<T, TResult> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Outcomes<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <inheritdoc cref="MapOutcomes{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public Outcome<TResult>[] MapOutcomes<T, TResult>(
        Func<T, Task<TResult>> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Outcomes<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <summary>Runs the function on every item; the outcomes come in input order. Never fails for an item.</summary>
    /// <typeparam name="T">The argument.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="items">The input; read lazily, as far as the workers need it.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    public Task<Outcome<TResult>[]> MapOutcomesAsync<T, TResult>(
        Func<T, TResult> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.OutcomesAsync<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <inheritdoc cref="MapOutcomesAsync{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public Task<Outcome<TResult>[]> MapOutcomesAsync<T, TResult>(
        Func<T, TResult> f,
        IAsyncEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.OutcomesAsync<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <inheritdoc cref="MapOutcomesAsync{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public Task<Outcome<TResult>[]> MapOutcomesAsync<T, TResult>(
        Func<T, Task<TResult>> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.OutcomesAsync<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <inheritdoc cref="MapOutcomesAsync{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public Task<Outcome<TResult>[]> MapOutcomesAsync<T, TResult>(
        Func<T, Task<TResult>> f,
        IAsyncEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.OutcomesAsync<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <summary>Runs the function on every item; the outcomes come one by one as they are ready, and say by their index which is which. Never throws for an item.</summary>
    /// <typeparam name="T">The argument.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="items">The input; read lazily, as far as the workers need it.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    public ResultStream<Outcome<TResult>> ImapOutcomes<T, TResult>(
        Func<T, TResult> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.StreamOutcomes<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <inheritdoc cref="ImapOutcomes{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public ResultStream<Outcome<TResult>> ImapOutcomes<T, TResult>(
        Func<T, TResult> f,
        IAsyncEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.StreamOutcomes<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <inheritdoc cref="ImapOutcomes{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public ResultStream<Outcome<TResult>> ImapOutcomes<T, TResult>(
        Func<T, Task<TResult>> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.StreamOutcomes<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <inheritdoc cref="ImapOutcomes{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public ResultStream<Outcome<TResult>> ImapOutcomes<T, TResult>(
        Func<T, Task<TResult>> f,
        IAsyncEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.StreamOutcomes<T, TResult>(Desk, f, Items<T>.Of(items), options, ct);

    /// <summary>
    /// Runs the function on every item and waits for all outcomes; each is found under its item. Never throws for an item. As
    /// <c>parallelize</c> of Python's delegate module.
    /// </summary>
    /// <remarks>
    /// Equal items run once, and there is one outcome for all of them: the dictionary has as many entries as there are different items, compared as
    /// their type compares itself. <see cref="Outcome{T}.Index"/> numbers the different items, in the order in which they came first.
    /// </remarks>
    /// <typeparam name="T">The argument, and the key of its outcome.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="items">The input. An array or another collection is looked through before anything starts; a sequence of unknown length is read as the workers need it.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    /// <exception cref="ArgumentException">An item is null; the message says which.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by <paramref name="ct"/>.</exception>
    public IReadOnlyDictionary<T, Outcome<TResult>> Parallelize<T, TResult>(
        Func<T, TResult> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    )
        where T : notnull => ParallelizeCalls.Run<T, TResult>(Desk, f, DistinctItems<T>.Of(items), options, ct);

    /// <inheritdoc cref="Parallelize{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public IReadOnlyDictionary<T, Outcome<TResult>> Parallelize<T, TResult>(
        Func<T, Task<TResult>> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    )
        where T : notnull => ParallelizeCalls.Run<T, TResult>(Desk, f, DistinctItems<T>.Of(items), options, ct);

    /// <summary>
    /// Runs the function on every item; each outcome is found under its item. Never fails for an item. Equal items run once, as with
    /// <see cref="Parallelize{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>.
    /// </summary>
    /// <typeparam name="T">The argument, and the key of its outcome.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="items">The input. An array or another collection is looked through before anything starts; a sequence of unknown length is read as the workers need it.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed after the pool's grace.</param>
    /// <returns>A task for the outcomes; it fails with an <see cref="ArgumentException"/> when a sequence brings a null item.</returns>
    /// <exception cref="ArgumentException">An item of a collection is null; the message says which.</exception>
    public Task<IReadOnlyDictionary<T, Outcome<TResult>>> ParallelizeAsync<T, TResult>(
        Func<T, TResult> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    )
        where T : notnull => ParallelizeCalls.RunAsync<T, TResult>(Desk, f, DistinctItems<T>.Of(items), options, ct);

    /// <inheritdoc cref="ParallelizeAsync{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public Task<IReadOnlyDictionary<T, Outcome<TResult>>> ParallelizeAsync<T, TResult>(
        Func<T, TResult> f,
        IAsyncEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    )
        where T : notnull => ParallelizeCalls.RunAsync<T, TResult>(Desk, f, DistinctItems<T>.Of(items), options, ct);

    /// <inheritdoc cref="ParallelizeAsync{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public Task<IReadOnlyDictionary<T, Outcome<TResult>>> ParallelizeAsync<T, TResult>(
        Func<T, Task<TResult>> f,
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    )
        where T : notnull => ParallelizeCalls.RunAsync<T, TResult>(Desk, f, DistinctItems<T>.Of(items), options, ct);

    /// <inheritdoc cref="ParallelizeAsync{T, TResult}(Func{T, TResult}, IEnumerable{T}, MapOptions?, CancellationToken)"/>
    public Task<IReadOnlyDictionary<T, Outcome<TResult>>> ParallelizeAsync<T, TResult>(
        Func<T, Task<TResult>> f,
        IAsyncEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    )
        where T : notnull => ParallelizeCalls.RunAsync<T, TResult>(Desk, f, DistinctItems<T>.Of(items), options, ct);

    /// <summary>For pipelines: one call of a function of whatever form.</summary>
    internal Task<TResult> AskAsync<T, TResult>(Delegate f, T argument, TaskOptions options, CancellationToken ct) =>
        ApplyCalls.RunAsync<T, TResult>(Desk, f, argument, options, ct);

    /// <inheritdoc cref="AskAsync{T, TResult}"/>
    internal Task<TResult> AskAsync<TResult>(Delegate f, TaskOptions options, CancellationToken ct) =>
        ApplyCalls.RunAsync<Wire.Nothing, TResult>(Desk, f, default, options, ct);

    /// <summary>For pipelines: outcomes as a stream, in input order or as they come, of a function of whatever form.</summary>
    internal ResultStream<Outcome<TResult>> StreamOutcomes<T, TResult>(
        Delegate f,
        IAsyncEnumerable<T> items,
        MapOptions options,
        bool ordered,
        CancellationToken ct
    ) => MapCalls.StreamOutcomes<T, TResult>(Desk, f, Items<T>.Of(items), options, ct, ordered);
}
