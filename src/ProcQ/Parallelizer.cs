namespace ProcQ;

/// <summary>
/// One function on many items, over several calls, in processes of its own: outcomes accrue in <see cref="Results"/> from call to call, also when the processes
/// were let go and started again in between. As <c>Parallelizer</c> of Ka-Ping Yee's delegate.py, with processes that are replaced when they die.
/// </summary>
/// <remarks>May be used by many threads at once. For a single call, <see cref="Parallelize"/> does the same in one line.</remarks>
/// <typeparam name="T">The argument, and the key of its outcome.</typeparam>
/// <typeparam name="TResult">The result.</typeparam>
public sealed class Parallelizer<T, TResult> : IDisposable, IAsyncDisposable
    where T : notnull
{
    private const int DefaultChildren = 6;

    private readonly Delegate _function;
    private readonly Reporter? _reporter;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly Dictionary<T, Outcome<TResult>> _results = [];
    private ProcessPool? _pool;
    private bool _disposed;

    /// <summary>A session for a function. No process starts before <see cref="Spawn"/>.</summary>
    /// <param name="function">The function. The rules for it and for data are those of <see cref="FunctionCaller"/>.</param>
    /// <param name="reporter">Hears what happens: <see cref="Reporter.Init"/> to <see cref="Reporter.Cleanup"/> for each <see cref="Spawn"/>; null for nobody.</param>
    public Parallelizer(Func<T, TResult> function, Reporter? reporter = null)
        : this((Delegate)function, reporter) { }

    /// <inheritdoc cref="Parallelizer{T, TResult}(Func{T, TResult}, Reporter?)"/>
    public Parallelizer(Func<T, Task<TResult>> function, Reporter? reporter = null)
        : this((Delegate)function, reporter) { }

    private Parallelizer(Delegate function, Reporter? reporter)
    {
        ArgumentNullException.ThrowIfNull(function);
        (_function, _reporter) = (function, reporter);
    }

    /// <summary>How many processes work for it; 0 before <see cref="Spawn"/> and after <see cref="Cleanup"/>.</summary>
    public int Children { get; private set; }

    /// <summary>The outcomes of all calls so far, each under its item, as a copy. An item that ran again has its last outcome.</summary>
    public IReadOnlyDictionary<T, Outcome<TResult>> Results
    {
        get
        {
            lock (_lock)
                return new Dictionary<T, Outcome<TResult>>(_results);
        }
    }

    /// <summary>Starts the processes, in the background.</summary>
    /// <param name="children">How many. Default: 6. Range: 1 and up.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="children"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">They run already; <see cref="Cleanup"/> ends them.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    public void Spawn(int children = DefaultChildren)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(children, 1);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_pool is not null)
                throw new InvalidOperationException($"{Children} children run already. Call Cleanup() before Spawn({children}).");
            _pool = new ProcessPool(
                new ProcessPoolOptions
                {
                    Name = nameof(Parallelizer<,>),
                    Workers = children,
                    SpareWorkers = 0,
                    Reporter = _reporter,
                }
            );
            Children = children;
        }
    }

    /// <summary>Runs the function on every item and waits for all outcomes. Never throws for an item; equal items run once.</summary>
    /// <param name="items">The input.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <returns>The outcomes of this call, which <see cref="Results"/> has from now on as well.</returns>
    /// <exception cref="ArgumentException">An item is null.</exception>
    /// <exception cref="InvalidOperationException">No children run: call <see cref="Spawn"/> first.</exception>
    /// <exception cref="NotTransferableException">The function or what it captured cannot travel.</exception>
    /// <exception cref="OperationCanceledException">The session was cleaned up or disposed meanwhile.</exception>
    public IReadOnlyDictionary<T, Outcome<TResult>> Process(IEnumerable<T> items, MapOptions? options = null) =>
        Accrue(
            _function is Func<T, TResult> f
                ? Pool().Parallelize(f, items, options)
                : Pool().Parallelize((Func<T, Task<TResult>>)_function, items, options)
        );

    /// <summary>As <see cref="Process"/>, without blocking.</summary>
    /// <param name="items">The input.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <param name="ct">Cancels the call, of which then nothing accrues: what has not begun never runs; what runs is asked to stop, and killed half a second later.</param>
    /// <returns>A task for the outcomes of this call, which <see cref="Results"/> has from then on as well.</returns>
    public Task<IReadOnlyDictionary<T, Outcome<TResult>>> ProcessAsync(
        IEnumerable<T> items,
        MapOptions? options = null,
        CancellationToken ct = default
    ) =>
        AccrueAsync(
            _function is Func<T, TResult> f
                ? Pool().ParallelizeAsync(f, items, options, ct)
                : Pool().ParallelizeAsync((Func<T, Task<TResult>>)_function, items, options, ct)
        );

    private async Task<IReadOnlyDictionary<T, Outcome<TResult>>> AccrueAsync(
        Task<IReadOnlyDictionary<T, Outcome<TResult>>> call
    ) => Accrue(await call.ConfigureAwait(false));

    /// <summary>Lets the processes go and waits until they have gone. What runs is cancelled. Without children there is nothing to do.</summary>
    public void Cleanup() => TakePool(forGood: false)?.Dispose();

    /// <inheritdoc cref="Cleanup"/>
    public void Dispose() => TakePool(forGood: true)?.Dispose();

    /// <inheritdoc cref="Cleanup"/>
    public ValueTask DisposeAsync() => TakePool(forGood: true)?.DisposeAsync() ?? ValueTask.CompletedTask;

    private ProcessPool Pool()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _pool ?? throw new InvalidOperationException("No children run. Call Spawn() first.");
        }
    }

    private ProcessPool? TakePool(bool forGood)
    {
        lock (_lock)
        {
            var pool = _pool;
            (_pool, Children) = (null, 0);
            _disposed |= forGood;
            return pool;
        }
    }

    private IReadOnlyDictionary<T, Outcome<TResult>> Accrue(IReadOnlyDictionary<T, Outcome<TResult>> outcomes)
    {
        lock (_lock)
        {
            foreach (var (item, outcome) in outcomes)
                _results[item] = outcome;
        }

        return outcomes;
    }
}
