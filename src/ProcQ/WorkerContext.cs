using System.Collections.Concurrent;
using ProcQ.Host;

namespace ProcQ;

/// <summary>
/// What a function can know of the worker process it runs in and of the item it works on. Idea: the per-process globals of
/// Python's multiprocessing, with the cancellation that Python lacks.
/// </summary>
/// <remarks>
/// A worker runs one item at a time, so there is one context per process. Code that an earlier item left running on another thread
/// sees the item of now.
/// </remarks>
public sealed class WorkerContext
{
    private CancelRequest _cancellation = new();

    internal WorkerContext(int workerId) => WorkerId = workerId;

    /// <summary>The context of this process; null outside a worker.</summary>
    public static WorkerContext? Current { get; private set; }

    /// <summary>
    /// The number of the worker in its pool, from 0. A worker that replaces a lost one has the same number. While the initializer runs in a spare
    /// worker it is -1: a spare gets the number of the worker whose place it takes, before its first item.
    /// </summary>
    public int WorkerId { get; internal set; }

    /// <summary>The index of the item in the input of its call, from 0.</summary>
    public long Index { get; internal set; }

    /// <summary>Which attempt at the item this is, from 1.</summary>
    public int Attempt { get; private set; }

    /// <summary>
    /// Cancelled when the caller cancels the call, its pool is terminated, or the item's time is up and the pool grants a
    /// <see cref="ProcessPoolOptions.TimeoutGrace"/>, while the item runs. A function that returns soon after saves its
    /// worker: one that goes on is killed after the grace period.
    /// </summary>
    public CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>Things to keep between items: lives as long as the worker process, one per worker.</summary>
    public ConcurrentDictionary<string, object?> State { get; } = new(StringComparer.Ordinal);

    internal static void Enter(WorkerContext context) => Current = context;

    internal void Begin(CancelRequest cancellation, int attempt)
    {
        _cancellation = cancellation;
        Attempt = attempt;
    }
}
