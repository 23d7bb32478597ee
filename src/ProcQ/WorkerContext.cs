using System.Collections.Concurrent;
using ProcQ.Host;
using ProcQ.Wire;

namespace ProcQ;

/// <summary>
/// What a function can know of the worker it runs in and of the item it works on. Idea: the per-process globals of
/// Python's multiprocessing, with the cancellation that Python lacks.
/// </summary>
/// <remarks>
/// A worker runs one item at a time, so there is one context per worker, which is one per process in a <see cref="ProcessPool"/>. Code that an earlier item
/// left running on another thread sees the item of now.
/// </remarks>
public sealed class WorkerContext
{
    // Of a worker process: everything in it runs for that worker. Of a worker that is a thread: what it runs, and what that starts.
    private static readonly AsyncLocal<WorkerContext?> _ofThread = new();
    private static WorkerContext? _ofProcess;

    private CancelRequest _cancellation = new();

    // Made when it is asked for, which few workers do.
    private ConcurrentDictionary<string, object?>? _state;

    private readonly ProgressOutlet? _progress;
    private long _item;

    internal WorkerContext(int workerId, ProgressOutlet? progress = null) => (WorkerId, _progress) = (workerId, progress);

    /// <summary>
    /// The context of the worker that this code runs in; null outside a worker. In a worker of a <see cref="ThreadWorkerPool"/> it flows as an
    /// <see cref="AsyncLocal{T}"/> does: to what the function awaits and starts, and to nobody else.
    /// </summary>
    public static WorkerContext? Current => _ofThread.Value ?? _ofProcess;

    /// <summary>
    /// The number of the worker in its pool, from 0. A worker that replaces a lost one has the same number. While the initializer runs in a spare
    /// worker it is -1: a spare gets the number of the worker whose place it takes, before its first item.
    /// </summary>
    public int WorkerId { get; internal set; }

    /// <summary>The index of the item in the input of its call, from 0.</summary>
    public long Index { get; private set; }

    /// <summary>Which attempt at the item this is, from 1.</summary>
    public int Attempt { get; private set; }

    /// <summary>
    /// Cancelled when the caller cancels the call, its pool is terminated, or the item's time is up and the pool grants a
    /// <see cref="ProcessPoolOptions.TimeoutGrace"/>, while the item runs. A function that returns soon after saves its
    /// worker: one that goes on is killed after the grace period.
    /// </summary>
    public CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>What the token will say, if it does not say so yet.</summary>
    internal bool IsAskedToStop => _cancellation.IsRequested;

    /// <summary>Things to keep between items: lives as long as the worker's process or thread, one per worker.</summary>
    public ConcurrentDictionary<string, object?> State =>
        LazyInitializer.EnsureInitialized(ref _state, static () => new(StringComparer.Ordinal));

    /// <summary>
    /// Tells how far the function is. It reaches <see cref="Reporter.Progress"/> and <see cref="WorkerStats.Fraction"/>. It may be called as often as
    /// one likes, from any thread: ten reports a second travel, the latest each time; the last one of an item that ends right after it may not.
    /// In the initializer it reaches nobody.
    /// </summary>
    /// <param name="fraction">From 0, nothing, to 1, everything.</param>
    /// <param name="message">What it is doing. Default: null. Of a longer one the first 500 characters travel.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is not from 0 to 1.</exception>
    public void Report(double fraction, string? message = null)
    {
        if (fraction is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A fraction is from 0 to 1.");
        _progress?.Report(Volatile.Read(ref _item), ProgressReport.Of(fraction, message));
    }

    /// <summary>The pool whose worker this is, where both share a process.</summary>
    internal object? Pool { get; init; }

    internal static void Enter(WorkerContext context) => _ofProcess = context;

    /// <summary>This thread is the worker.</summary>
    internal static void EnterThread(WorkerContext context) => _ofThread.Value = context;

    /// <summary>The next item begins: its number in the session, and its index in its call.</summary>
    internal void Next(long item, long index)
    {
        Volatile.Write(ref _item, item);
        Index = index;
    }

    internal void Begin(CancelRequest cancellation, int attempt)
    {
        _cancellation = cancellation;
        Attempt = attempt;
    }
}
