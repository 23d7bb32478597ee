using System.Runtime.CompilerServices;
using ProcQ.Requests;

namespace ProcQ;

/// <summary>
/// One function, its argument, and whom to call with what comes of it. Made by <see cref="RequestQueue"/>, or here to be put later. It can be put once. As
/// <c>WorkRequest</c> of Python's threadpool.
/// </summary>
public abstract class Request
{
    private static long s_last;
    private int _status;

    private protected Request(RequestOptions options) => (Tag, Priority) = (options.Tag, options.Priority);

    /// <summary>A number of its own in this process; it means nothing.</summary>
    public long Id { get; } = Interlocked.Increment(ref s_last);

    /// <summary>What its owner wants to remember of it.</summary>
    public object? Tag { get; }

    /// <summary>Among requests that wait, the higher number goes first.</summary>
    public int Priority { get; }

    /// <summary>Where it is on its way.</summary>
    public RequestStatus Status => (RequestStatus)Volatile.Read(ref _status);

    /// <summary>What went wrong; null unless it has ended and failed.</summary>
    public Exception? Error { get; private protected set; }

    /// <summary>A request that is not put yet.</summary>
    /// <typeparam name="T">The argument.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function; it runs in a worker.</param>
    /// <param name="arg">Its argument. It is encoded when the request is put.</param>
    /// <param name="onResult">Called with the result by whoever polls. Default: null, the result is dropped.</param>
    /// <param name="onError">Called with the error instead. Default: null, the poll throws the error.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    public static Request Create<T, TResult>(
        Func<T, TResult> f,
        T arg,
        Action<Request, TResult>? onResult = null,
        Action<Request, Exception>? onError = null,
        RequestOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(f);
        return new Request<TResult>(
            (pool, terms, ct) => pool.ApplyAsync(f, arg, terms, ct),
            onResult,
            onError,
            options ?? RequestOptions.Default
        );
    }

    /// <inheritdoc cref="Create{T, TResult}(Func{T, TResult}, T, Action{Request, TResult}?, Action{Request, Exception}?, RequestOptions?)"/>
    [OverloadResolutionPriority(1)]
    public static Request Create<T, TResult>(
        Func<T, Task<TResult>> f,
        T arg,
        Action<Request, TResult>? onResult = null,
        Action<Request, Exception>? onError = null,
        RequestOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(f);
        return new Request<TResult>(
            (pool, terms, ct) => pool.ApplyAsync(f, arg, terms, ct),
            onResult,
            onError,
            options ?? RequestOptions.Default
        );
    }

    /// <summary>Requests of one function, one for each argument. Read lazily: each is made when it is reached. As <c>makeRequests</c> of Python's threadpool.</summary>
    /// <typeparam name="T">The argument.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function; it runs in a worker.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="onResult">Called with each result. Default: null, the results are dropped.</param>
    /// <param name="onError">Called with each error instead. Default: null, the poll throws them.</param>
    /// <param name="options">How to run them; null for the defaults.</param>
    public static IEnumerable<Request> CreateMany<T, TResult>(
        Func<T, TResult> f,
        IEnumerable<T> args,
        Action<Request, TResult>? onResult = null,
        Action<Request, Exception>? onError = null,
        RequestOptions? options = null
    ) => CreateMany(f, args, arg => Create(f, arg, onResult, onError, options));

    /// <inheritdoc cref="CreateMany{T, TResult}(Func{T, TResult}, IEnumerable{T}, Action{Request, TResult}?, Action{Request, Exception}?, RequestOptions?)"/>
    public static IEnumerable<Request> CreateMany<T, TResult>(
        Func<T, Task<TResult>> f,
        IEnumerable<T> args,
        Action<Request, TResult>? onResult = null,
        Action<Request, Exception>? onError = null,
        RequestOptions? options = null
    ) => CreateMany(f, args, arg => Create(f, arg, onResult, onError, options));

    private static IEnumerable<Request> CreateMany<T>(Delegate f, IEnumerable<T> args, Func<T, Request> create)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(args);
        return args.Select(create);
    }

    /// <summary>It has ended, and its place among those that have is taken. Guarded by its line.</summary>
    internal bool HasPlace { get; set; }

    /// <summary>What came of it is here. Guarded by its line.</summary>
    internal bool IsReady { get; set; }

    /// <summary>From now on it belongs to a queue.</summary>
    internal void Claim()
    {
        if (Interlocked.CompareExchange(ref _status, (int)RequestStatus.Pending, (int)RequestStatus.Created) != 0)
            throw new InvalidOperationException($"Request {Id} was put before: a request can be put once. Make another one.");
    }

    /// <summary>The queue did not take it: it may be put again.</summary>
    internal void Unclaim() => Volatile.Write(ref _status, (int)RequestStatus.Created);

    internal void Becomes(RequestStatus status) => Volatile.Write(ref _status, (int)status);

    /// <summary>Hands it to the pool. What is wrong with the call is thrown here; the task completes, and never fails, when the request has ended.</summary>
    internal abstract Task StartAsync(WorkerPool pool, Action ended);

    /// <summary>Calls its owner back; throws what the callback throws, and the request's own error when there is nobody to tell.</summary>
    internal abstract void Deliver();
}
