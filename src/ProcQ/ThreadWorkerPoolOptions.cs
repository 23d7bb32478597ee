using Microsoft.Extensions.Logging;

namespace ProcQ;

/// <summary>How a <see cref="ThreadWorkerPool"/> is to be. Immutable; checked once, when the pool is made.</summary>
public sealed record ThreadWorkerPoolOptions
{
    /// <summary>
    /// Worker threads. Default: <see cref="Environment.ProcessorCount"/>. Range: 1 and up. Work that waits (for the network, for files) wants more of them
    /// than there are processors. As <c>processes</c> of Python's multiprocessing.dummy.Pool, and <c>num_workers</c> of threadpool.
    /// </summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Whether functions, arguments and results are copied on their way, by the same rules as between processes. Default: false, workers get the caller's
    /// own objects. With true a unit test finds what could not travel to a <see cref="ProcessPool"/>, without a process: see <see cref="NotTransferableException"/>.
    /// Static fields are shared all the same.
    /// </summary>
    public bool PassByValue { get; init; }

    /// <summary>
    /// Run once on each worker thread before its first item; fill <see cref="WorkerContext.State"/> there. Default: null, nothing. If it throws, or takes longer
    /// than <see cref="StartTimeout"/>, before any worker got through it, the pool is faulted: every call fails with a <see cref="WorkerStartException"/> that
    /// holds the cause.
    /// </summary>
    public Action? Initializer { get; init; }

    /// <summary>
    /// Items one thread runs before another one takes its place, with a <see cref="WorkerContext.State"/> of its own. Default: null, no limit. Range: 1 and up.
    /// </summary>
    public int? MaxTasksPerWorker { get; init; }

    /// <summary>
    /// Run budget of one item of any call that sets none of its own, from the moment the item begins; it is not counted while the item waits. The item is
    /// then asked to stop, and given up after <see cref="CancelGrace"/>. Default: null, none. Range: more than zero; <see cref="Timeout.InfiniteTimeSpan"/> is none.
    /// </summary>
    public TimeSpan? TaskTimeout { get; init; }

    /// <summary>
    /// How long an item whose time is up, or that is cancelled while it runs, may go on, after it was asked to stop through
    /// <see cref="WorkerContext.CancellationToken"/>, before its thread is abandoned. An item that stops with <see cref="OperationCanceledException"/> keeps its
    /// thread; a result that comes within the grace counts. Default: 500 milliseconds. Range: zero and up; <see cref="Timeout.InfiniteTimeSpan"/> only asks.
    /// </summary>
    public TimeSpan CancelGrace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long <see cref="WorkerPool.Terminate"/> and <see cref="WorkerPool.Dispose()"/> wait for items that run, after asking them to stop,
    /// before their threads are abandoned. Default: 250 milliseconds. Range: zero and up.
    /// </summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the <see cref="Initializer"/> may take. Default: 30 seconds. Range: more than zero; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Hears everything that happens in the pool and in all of its calls. Default: null.</summary>
    public Reporter? Reporter { get; init; }

    /// <summary>Where the pool logs. Default: null, nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// The clock of all time limits. Default: <see cref="TimeProvider.System"/>, of which only the time counts in which this process runs. Another clock is
    /// taken as it is.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The pool's name in logs, in errors and in the names of its threads. Default: null, "pool".</summary>
    public string? Name { get; init; }

    internal ThreadWorkerPoolOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Workers, 1, nameof(Workers));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTasksPerWorker ?? 1, 1, nameof(MaxTasksPerWorker));
        Limits.ThrowIfNotPositive(TaskTimeout, nameof(TaskTimeout));
        Limits.ThrowIfNotPositive(StartTimeout, nameof(StartTimeout));
        Limits.ThrowIfNegative(CancelGrace, nameof(CancelGrace));
        ArgumentOutOfRangeException.ThrowIfLessThan(ShutdownGrace, TimeSpan.Zero, nameof(ShutdownGrace));
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        return this;
    }
}
