using ProcQ.Shortcuts;

namespace ProcQ;

/// <summary>
/// A function on many items in worker processes, in one line: no pool to make, none to dispose. As <c>parallelize</c> of Python's delegate
/// module, with workers that are replaced when they die.
/// </summary>
/// <remarks>
/// The calls run on a pool that all shortcuts of this process share. It starts with the first call, has as many workers as there is work for, up to 64 (or
/// the number of processors, if that is more), lets them go when they are idle, and leaves with the process. To choose its options, make a
/// <see cref="ProcessPool"/> and call its <c>Parallelize</c>.
/// </remarks>
public static class Parallelize
{
    private const int DefaultChildren = 6;

    /// <summary>Runs the function on every item and waits for all outcomes; each is found under its item. Never throws for an item.</summary>
    /// <remarks>Equal items run once, and there is one outcome for all of them.</remarks>
    /// <typeparam name="T">The argument, and the key of its outcome.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function. The rules for it and for data are those of <see cref="FunctionCaller"/>.</param>
    /// <param name="items">The input. An array or another collection is looked through before anything starts; a sequence of unknown length is read as the workers need it.</param>
    /// <param name="children">How many items run at once, at most, each in a process of its own. Default: 6. Range: 1 and up; more than the shared pool has workers are as many as it has.</param>
    /// <param name="reporter">Hears what happens in this call; null for nobody.</param>
    /// <exception cref="ArgumentException">An item is null; the message says which.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="children"/> is less than 1.</exception>
    /// <exception cref="NotTransferableException">The function or what it captured cannot travel.</exception>
    public static IReadOnlyDictionary<T, Outcome<TResult>> Run<T, TResult>(
        Func<T, TResult> f,
        IEnumerable<T> items,
        int children = DefaultChildren,
        Reporter? reporter = null
    )
        where T : notnull => Pool(f, items, children).Parallelize(f, items, Options(children, reporter));

    /// <inheritdoc cref="Run{T, TResult}(Func{T, TResult}, IEnumerable{T}, int, Reporter?)"/>
    public static IReadOnlyDictionary<T, Outcome<TResult>> Run<T, TResult>(
        Func<T, Task<TResult>> f,
        IEnumerable<T> items,
        int children = DefaultChildren,
        Reporter? reporter = null
    )
        where T : notnull => Pool(f, items, children).Parallelize(f, items, Options(children, reporter));

    /// <summary>Runs the function on every item; each outcome is found under its item. Never fails for an item. Equal items run once.</summary>
    /// <typeparam name="T">The argument, and the key of its outcome.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function. The rules for it and for data are those of <see cref="FunctionCaller"/>.</param>
    /// <param name="items">The input. An array or another collection is looked through before anything starts; a sequence of unknown length is read as the workers need it.</param>
    /// <param name="children">How many items run at once, at most, each in a process of its own. Default: 6. Range: 1 and up; more than the shared pool has workers are as many as it has.</param>
    /// <param name="reporter">Hears what happens in this call; null for nobody.</param>
    /// <param name="ct">Cancels the call: what has not begun never runs; what runs is asked to stop, and killed half a second later.</param>
    /// <returns>A task for the outcomes; it fails with an <see cref="ArgumentException"/> when a sequence brings a null item.</returns>
    /// <exception cref="ArgumentException">An item of a collection is null; the message says which.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="children"/> is less than 1.</exception>
    /// <exception cref="NotTransferableException">The function or what it captured cannot travel.</exception>
    public static Task<IReadOnlyDictionary<T, Outcome<TResult>>> RunAsync<T, TResult>(
        Func<T, TResult> f,
        IEnumerable<T> items,
        int children = DefaultChildren,
        Reporter? reporter = null,
        CancellationToken ct = default
    )
        where T : notnull => Pool(f, items, children).ParallelizeAsync(f, items, Options(children, reporter), ct);

    /// <inheritdoc cref="RunAsync{T, TResult}(Func{T, TResult}, IEnumerable{T}, int, Reporter?, CancellationToken)"/>
    public static Task<IReadOnlyDictionary<T, Outcome<TResult>>> RunAsync<T, TResult>(
        Func<T, TResult> f,
        IAsyncEnumerable<T> items,
        int children = DefaultChildren,
        Reporter? reporter = null,
        CancellationToken ct = default
    )
        where T : notnull => Pool(f, items, children).ParallelizeAsync(f, items, Options(children, reporter), ct);

    /// <inheritdoc cref="RunAsync{T, TResult}(Func{T, TResult}, IEnumerable{T}, int, Reporter?, CancellationToken)"/>
    public static Task<IReadOnlyDictionary<T, Outcome<TResult>>> RunAsync<T, TResult>(
        Func<T, Task<TResult>> f,
        IEnumerable<T> items,
        int children = DefaultChildren,
        Reporter? reporter = null,
        CancellationToken ct = default
    )
        where T : notnull => Pool(f, items, children).ParallelizeAsync(f, items, Options(children, reporter), ct);

    /// <inheritdoc cref="RunAsync{T, TResult}(Func{T, TResult}, IEnumerable{T}, int, Reporter?, CancellationToken)"/>
    public static Task<IReadOnlyDictionary<T, Outcome<TResult>>> RunAsync<T, TResult>(
        Func<T, Task<TResult>> f,
        IAsyncEnumerable<T> items,
        int children = DefaultChildren,
        Reporter? reporter = null,
        CancellationToken ct = default
    )
        where T : notnull => Pool(f, items, children).ParallelizeAsync(f, items, Options(children, reporter), ct);

    private static ProcessPool Pool(Delegate f, object items, int children)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(children, 1);
        return SharedPool.Get();
    }

    private static MapOptions Options(int children, Reporter? reporter) => new() { Parallelism = children, Reporter = reporter };
}
