using ProcQ.Calls;

namespace ProcQ;

/// <summary>Map for functions of two, three or four parameters, whose arguments come as tuples. As <c>starmap</c> of Python's multiprocessing.Pool.</summary>
/// <remarks>Several sequences become one of tuples by <c>Zip</c>: <c>pool.StarMap(Math.Pow, bases.Zip(exponents))</c>.</remarks>
public static class StarMapExtensions
{
    /// <summary>Runs a function of several parameters on every tuple of the input and waits for all results, in input order.</summary>
    /// <typeparam name="T1">The first argument.</typeparam>
    /// <typeparam name="T2">The second one.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="pool">Where it runs.</param>
    /// <param name="f">The function. The rules for it and for data are those of <see cref="FunctionCaller"/>.</param>
    /// <param name="items">The arguments, a tuple for each call.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call, as that of <c>Map</c>.</param>
    /// <returns>The results, in input order.</returns>
    /// <exception cref="NotTransferableException">The function, what it captured, an argument or a result cannot travel.</exception>
    public static TResult[] StarMap<T1, T2, TResult>(
        this FunctionCaller pool,
        Func<T1, T2, TResult> f,
        IEnumerable<(T1, T2)> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Map<(T1, T2), TResult>(Desk(pool), f, Items<(T1, T2)>.Of(items), options, ct);

    /// <summary>Runs a function of several parameters on every tuple of the input. As <c>starmap_async</c> of Python's multiprocessing.Pool.</summary>
    /// <typeparam name="T1">The first argument.</typeparam>
    /// <typeparam name="T2">The second one.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="pool">Where it runs.</param>
    /// <param name="f">The function. The rules for it and for data are those of <see cref="FunctionCaller"/>.</param>
    /// <param name="items">The arguments, a tuple for each call.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call, as that of <c>Map</c>.</param>
    /// <returns>A task for the results, in input order; it fails with the first failure, as that of <c>MapAsync</c>.</returns>
    /// <exception cref="NotTransferableException">The function or what it captured cannot travel.</exception>
    public static Task<TResult[]> StarMapAsync<T1, T2, TResult>(
        this FunctionCaller pool,
        Func<T1, T2, TResult> f,
        IEnumerable<(T1, T2)> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.MapAsync<(T1, T2), TResult>(Desk(pool), f, Items<(T1, T2)>.Of(items), options, ct);

    /// <inheritdoc cref="StarMap{T1, T2, TResult}(FunctionCaller, Func{T1, T2, TResult}, IEnumerable{ValueTuple{T1, T2}}, MapOptions?, CancellationToken)"/>
    public static TResult[] StarMap<T1, T2, TResult>(
        this FunctionCaller pool,
        Func<T1, T2, Task<TResult>> f,
        IEnumerable<(T1, T2)> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Map<(T1, T2), TResult>(Desk(pool), f, Items<(T1, T2)>.Of(items), options, ct);

    /// <inheritdoc cref="StarMapAsync{T1, T2, TResult}(FunctionCaller, Func{T1, T2, TResult}, IEnumerable{ValueTuple{T1, T2}}, MapOptions?, CancellationToken)"/>
    public static Task<TResult[]> StarMapAsync<T1, T2, TResult>(
        this FunctionCaller pool,
        Func<T1, T2, Task<TResult>> f,
        IEnumerable<(T1, T2)> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.MapAsync<(T1, T2), TResult>(Desk(pool), f, Items<(T1, T2)>.Of(items), options, ct);

    /// <inheritdoc cref="StarMap{T1, T2, TResult}(FunctionCaller, Func{T1, T2, TResult}, IEnumerable{ValueTuple{T1, T2}}, MapOptions?, CancellationToken)"/>
    /// <typeparam name="T3">The third one.</typeparam>
    /// <typeparam name="T1">The first argument.</typeparam>
    /// <typeparam name="T2">The second one.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    public static TResult[] StarMap<T1, T2, T3, TResult>(
        this FunctionCaller pool,
        Func<T1, T2, T3, TResult> f,
        IEnumerable<(T1, T2, T3)> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Map<(T1, T2, T3), TResult>(Desk(pool), f, Items<(T1, T2, T3)>.Of(items), options, ct);

    /// <inheritdoc cref="StarMapAsync{T1, T2, TResult}(FunctionCaller, Func{T1, T2, TResult}, IEnumerable{ValueTuple{T1, T2}}, MapOptions?, CancellationToken)"/>
    /// <typeparam name="T3">The third one.</typeparam>
    /// <typeparam name="T1">The first argument.</typeparam>
    /// <typeparam name="T2">The second one.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    public static Task<TResult[]> StarMapAsync<T1, T2, T3, TResult>(
        this FunctionCaller pool,
        Func<T1, T2, T3, TResult> f,
        IEnumerable<(T1, T2, T3)> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.MapAsync<(T1, T2, T3), TResult>(Desk(pool), f, Items<(T1, T2, T3)>.Of(items), options, ct);

    /// <inheritdoc cref="StarMap{T1, T2, TResult}(FunctionCaller, Func{T1, T2, TResult}, IEnumerable{ValueTuple{T1, T2}}, MapOptions?, CancellationToken)"/>
    /// <typeparam name="T3">The third one.</typeparam>
    /// <typeparam name="T1">The first argument.</typeparam>
    /// <typeparam name="T2">The second one.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    public static TResult[] StarMap<T1, T2, T3, TResult>(
        this FunctionCaller pool,
        Func<T1, T2, T3, Task<TResult>> f,
        IEnumerable<(T1, T2, T3)> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Map<(T1, T2, T3), TResult>(Desk(pool), f, Items<(T1, T2, T3)>.Of(items), options, ct);

    /// <inheritdoc cref="StarMapAsync{T1, T2, TResult}(FunctionCaller, Func{T1, T2, TResult}, IEnumerable{ValueTuple{T1, T2}}, MapOptions?, CancellationToken)"/>
    /// <typeparam name="T3">The third one.</typeparam>
    /// <typeparam name="T1">The first argument.</typeparam>
    /// <typeparam name="T2">The second one.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    public static Task<TResult[]> StarMapAsync<T1, T2, T3, TResult>(
        this FunctionCaller pool,
        Func<T1, T2, T3, Task<TResult>> f,
        IEnumerable<(T1, T2, T3)> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.MapAsync<(T1, T2, T3), TResult>(Desk(pool), f, Items<(T1, T2, T3)>.Of(items), options, ct);

    /// <inheritdoc cref="StarMap{T1, T2, TResult}(FunctionCaller, Func{T1, T2, TResult}, IEnumerable{ValueTuple{T1, T2}}, MapOptions?, CancellationToken)"/>
    /// <typeparam name="T3">The third one.</typeparam>
    /// <typeparam name="T4">The fourth one.</typeparam>
    /// <typeparam name="T1">The first argument.</typeparam>
    /// <typeparam name="T2">The second one.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    public static TResult[] StarMap<T1, T2, T3, T4, TResult>(
        this FunctionCaller pool,
        Func<T1, T2, T3, T4, TResult> f,
        IEnumerable<(T1, T2, T3, T4)> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Map<(T1, T2, T3, T4), TResult>(Desk(pool), f, Items<(T1, T2, T3, T4)>.Of(items), options, ct);

    /// <inheritdoc cref="StarMapAsync{T1, T2, TResult}(FunctionCaller, Func{T1, T2, TResult}, IEnumerable{ValueTuple{T1, T2}}, MapOptions?, CancellationToken)"/>
    /// <typeparam name="T3">The third one.</typeparam>
    /// <typeparam name="T4">The fourth one.</typeparam>
    /// <typeparam name="T1">The first argument.</typeparam>
    /// <typeparam name="T2">The second one.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    public static Task<TResult[]> StarMapAsync<T1, T2, T3, T4, TResult>(
        this FunctionCaller pool,
        Func<T1, T2, T3, T4, TResult> f,
        IEnumerable<(T1, T2, T3, T4)> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.MapAsync<(T1, T2, T3, T4), TResult>(Desk(pool), f, Items<(T1, T2, T3, T4)>.Of(items), options, ct);

    /// <inheritdoc cref="StarMap{T1, T2, TResult}(FunctionCaller, Func{T1, T2, TResult}, IEnumerable{ValueTuple{T1, T2}}, MapOptions?, CancellationToken)"/>
    /// <typeparam name="T3">The third one.</typeparam>
    /// <typeparam name="T4">The fourth one.</typeparam>
    /// <typeparam name="T1">The first argument.</typeparam>
    /// <typeparam name="T2">The second one.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    public static TResult[] StarMap<T1, T2, T3, T4, TResult>(
        this FunctionCaller pool,
        Func<T1, T2, T3, T4, Task<TResult>> f,
        IEnumerable<(T1, T2, T3, T4)> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.Map<(T1, T2, T3, T4), TResult>(Desk(pool), f, Items<(T1, T2, T3, T4)>.Of(items), options, ct);

    /// <inheritdoc cref="StarMapAsync{T1, T2, TResult}(FunctionCaller, Func{T1, T2, TResult}, IEnumerable{ValueTuple{T1, T2}}, MapOptions?, CancellationToken)"/>
    /// <typeparam name="T3">The third one.</typeparam>
    /// <typeparam name="T4">The fourth one.</typeparam>
    /// <typeparam name="T1">The first argument.</typeparam>
    /// <typeparam name="T2">The second one.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    public static Task<TResult[]> StarMapAsync<T1, T2, T3, T4, TResult>(
        this FunctionCaller pool,
        Func<T1, T2, T3, T4, Task<TResult>> f,
        IEnumerable<(T1, T2, T3, T4)> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) => MapCalls.MapAsync<(T1, T2, T3, T4), TResult>(Desk(pool), f, Items<(T1, T2, T3, T4)>.Of(items), options, ct);

    private static CallDesk Desk(FunctionCaller pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return pool.Desk;
    }
}
