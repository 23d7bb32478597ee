using Microsoft.Extensions.Logging;

namespace ProcQ;

/// <summary>How a <see cref="ProcessPool"/> is to be. Immutable; checked once, when the pool is made.</summary>
public sealed record ProcessPoolOptions
{
    /// <summary>
    /// Worker processes. Default: <see cref="Environment.ProcessorCount"/>. Range: 1 and up. As <c>processes</c> of Python's multiprocessing.Pool.
    /// </summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Processes kept ready beside the workers: when a worker is lost or killed, one of them takes its place within milliseconds, and another is started
    /// in its stead. Default: 1. Range: 0 and up. Each costs the memory of an idle process.
    /// </summary>
    public int SpareWorkers { get; init; } = 1;

    /// <summary>
    /// Workers kept when there is nothing to do; those beyond it start when calls need them and leave after <see cref="IdleTimeout"/>. Default: null, all
    /// of <see cref="Workers"/>. Range: 0 to <see cref="Workers"/>.
    /// </summary>
    public int? MinWorkers { get; init; }

    /// <summary>
    /// How long a worker beyond <see cref="MinWorkers"/> stays when it has nothing to do. Default: 30 seconds. Range: more than zero;
    /// <see cref="Timeout.InfiniteTimeSpan"/> keeps it.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Run once in each worker process before its first item, also in spare ones; fill <see cref="WorkerContext.State"/> there. Default: null, nothing. It
    /// travels as any function does. If it throws, or takes longer than <see cref="StartTimeout"/>, before any worker got through it, the pool is faulted: every call
    /// fails with a <see cref="WorkerStartException"/> that holds the cause. Later it is tried again with growing waits, and five failures in a row fault the pool, unless other workers are up. As <c>initializer</c> of Python's multiprocessing.Pool, which tries for ever.
    /// </summary>
    public Action? Initializer { get; init; }

    /// <summary>
    /// Items one process runs before another one takes its place; the next is started while the last items run. Default: null, no limit. Range: 1 and
    /// up. As <c>maxtasksperchild</c> of Python's multiprocessing.Pool.
    /// </summary>
    public int? MaxTasksPerWorker { get; init; }

    /// <summary>
    /// Memory in bytes above which a worker is replaced. Default: null, no limit. Range: 64 MiB and up; an idle worker needs about 40. A soft limit: the
    /// process's resident set (working set on Windows) is looked at after each item, so an item that runs is never interrupted, and a single one can go beyond
    /// it. To bound a single item, set <c>DOTNET_GCHeapHardLimit</c> in <see cref="EnvironmentVariables"/>.
    /// </summary>
    public long? MaxWorkerMemoryBytes { get; init; }

    /// <summary>
    /// Run budget of one item of any call that sets none of its own, from the moment the item begins; it is not counted while the item waits.
    /// Default: null, none. Range: more than zero; <see cref="Timeout.InfiniteTimeSpan"/> is none.
    /// </summary>
    public TimeSpan? TaskTimeout { get; init; }

    /// <summary>
    /// How long an item whose time is up may go on, after it was asked to stop through <see cref="WorkerContext.CancellationToken"/>, before its worker is
    /// killed. An item that stops with <see cref="OperationCanceledException"/> has timed out and its worker lives; a result that comes within the grace
    /// counts. Default: zero, it is killed at once. Range: zero and up; <see cref="Timeout.InfiniteTimeSpan"/> only asks.
    /// </summary>
    public TimeSpan TimeoutGrace { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// From the wish for a worker process until it has connected, and once more for the <see cref="Initializer"/>. Default: 30 seconds. Range: more than
    /// zero; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.
    /// </summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long <see cref="WorkerPool.Terminate"/> and <see cref="WorkerPool.Dispose()"/> wait for items that run, after asking them to stop,
    /// before their workers are killed. Default: 250 milliseconds. Range: zero and up.
    /// </summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long an item that is cancelled while it runs may go on, after it was asked to stop through
    /// <see cref="WorkerContext.CancellationToken"/>, before its worker is killed. Default: 500 milliseconds. Range: zero and up;
    /// <see cref="Timeout.InfiniteTimeSpan"/> only asks.
    /// </summary>
    public TimeSpan CancelGrace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Added to the environment that workers inherit; a null value removes a variable. Default: empty.</summary>
    public IReadOnlyDictionary<string, string?> EnvironmentVariables { get; init; } =
        new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The workers' current directory. Default: null, the one of this process when the worker starts.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// The longest message on a worker's pipe, in bytes: no argument, no result, and no function with what it captured can be larger. Default: 64 MiB. Range: 16 KiB to 1 GiB.
    /// </summary>
    public int MaxFrameBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>What becomes of the workers' standard output and error. Default: <see cref="WorkerOutput.Inherit"/>.</summary>
    public WorkerOutput Output { get; init; } = WorkerOutput.Inherit;

    /// <summary>Hears everything that happens in the pool and in all of its calls. Default: null.</summary>
    public Reporter? Reporter { get; init; }

    /// <summary>Where the pool logs. Default: null, nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// The clock of all time limits. Default: <see cref="TimeProvider.System"/>, of which only the time counts in which this process runs: while it is stopped, with its
    /// container or in a debugger, no limit goes on. Another clock is taken as it is.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Makes the codec for arguments and results. Default: null, ProcQ's own MessagePack. Called once here, by the pool's constructor, and once in
    /// each worker, to which it travels as any function does: what it captures is copied. With a codec of your own, types are not checked
    /// before a call begins; what the codec cannot write or read fails its item.
    /// </summary>
    public Func<IPayloadCodec>? PayloadCodec { get; init; }

    /// <summary>The pool's name in logs, in errors and in the names of its threads. Default: null, "pool".</summary>
    public string? Name { get; init; }

    private const long LeastWorkerMemory = 64 * 1024 * 1024;

    internal ProcessPoolOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Workers, 1, nameof(Workers));
        ArgumentOutOfRangeException.ThrowIfNegative(SpareWorkers, nameof(SpareWorkers));
        if (MinWorkers < 0 || MinWorkers > Workers)
            throw new ArgumentOutOfRangeException(
                nameof(MinWorkers),
                MinWorkers,
                $"0 to {nameof(Workers)} ({Workers}), or null for all."
            );
        Limits.ThrowIfNotPositive(IdleTimeout, nameof(IdleTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTasksPerWorker ?? 1, 1, nameof(MaxTasksPerWorker));
        if (MaxWorkerMemoryBytes < LeastWorkerMemory)
            throw new ArgumentOutOfRangeException(
                nameof(MaxWorkerMemoryBytes),
                MaxWorkerMemoryBytes,
                "64 MiB (67,108,864) or more is needed: a worker that has done nothing uses about 40."
            );
        Limits.ThrowIfNotPositive(TaskTimeout, nameof(TaskTimeout));
        Limits.ThrowIfNotPositive(StartTimeout, nameof(StartTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(ShutdownGrace, TimeSpan.Zero, nameof(ShutdownGrace));
        Limits.ThrowIfNegative(CancelGrace, nameof(CancelGrace));
        Limits.ThrowIfNegative(TimeoutGrace, nameof(TimeoutGrace));
        ArgumentNullException.ThrowIfNull(EnvironmentVariables, nameof(EnvironmentVariables));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFrameBytes, 16 * 1024, nameof(MaxFrameBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxFrameBytes, 1024 * 1024 * 1024, nameof(MaxFrameBytes));
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        if (!Enum.IsDefined(Output))
            throw new ArgumentOutOfRangeException(nameof(Output), Output, "Inherit, Log or Discard.");
        if (WorkingDirectory is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The workers' WorkingDirectory '{folder}' does not exist.");
        return this;
    }
}
