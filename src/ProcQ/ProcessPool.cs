using Microsoft.Extensions.Logging.Abstractions;
using ProcQ.Calls;
using ProcQ.Engine;
using ProcQ.Functions;
using ProcQ.Launching;
using ProcQ.Scheduling;
using ProcQ.Watching;
using ProcQ.Wire;
using ProcQ.Workers;

namespace ProcQ;

/// <summary>
/// Worker processes that run functions for this one: fast, killable, crash-proof. A function that crashes, hangs or leaks costs a worker, and the pool
/// starts another. As Python's <c>multiprocessing.Pool</c>.
/// </summary>
/// <remarks>
/// The workers start at once, in the background: the constructor does not wait for them. They leave with this process, however it ends. A pool must
/// be disposed; calls that are still open then end with <see cref="OperationCanceledException"/>. One that was not ends when the garbage collector finds that
/// nobody refers to it any more, nor waits for a call of it.
/// </remarks>
public sealed class ProcessPool : WorkerPool
{
    // For a result on its way on a busy machine; a large one takes longer.
    private static readonly TimeSpan LeastResultSlack = TimeSpan.FromSeconds(5);
    private const int SlowestBytesPerSecond = 16 * 1024 * 1024;

    // The first results of a new pool come sooner when no third process starts beside its workers.
    private static readonly TimeSpan SpareDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan NextSpareDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>A pool with as many workers as there are processors.</summary>
    public ProcessPool()
        : this(new ProcessPoolOptions()) { }

    /// <summary>A pool with <paramref name="workers"/> workers.</summary>
    /// <param name="workers">1 and up.</param>
    public ProcessPool(int workers)
        : this(new ProcessPoolOptions { Workers = workers }) { }

    /// <summary>A pool as <paramref name="options"/> describe it.</summary>
    /// <param name="options">Checked here: a bad value throws before anything is started.</param>
    /// <exception cref="NotTransferableException"><see cref="ProcessPoolOptions.PayloadCodec"/> cannot travel to the workers.</exception>
    /// <exception cref="InvalidOperationException">This process is a worker of a worker, and so on, 8 levels deep: a function that makes pools runs away.</exception>
    public ProcessPool(ProcessPoolOptions options)
        : this(options, static settings => settings) { }

    /// <summary>A pool whose workers are launched otherwise than the options alone would have it.</summary>
    internal ProcessPool(ProcessPoolOptions options, Func<LaunchSettings, LaunchSettings> launch)
        : base(NewBody(options, launch)) { }

    /// <summary>It takes calls, and has workers to run them or can hope to.</summary>
    internal bool IsUsable => Body.IsUsable;

    /// <summary>
    /// Waits until every worker that is kept in any case (<see cref="ProcessPoolOptions.MinWorkers"/>, or all) is ready; spares are not waited for. Use it
    /// to keep the start out of a measurement, or to learn early that workers cannot start.
    /// </summary>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="WorkerStartException">A worker cannot be started; the message holds what the process wrote. Unless the pool is faulted by that, those that are up go on, and it is tried again.</exception>
    /// <exception cref="ObjectDisposedException">The pool ended before its workers were ready.</exception>
    public Task WarmUpAsync(CancellationToken ct = default) => Body.WarmUpAsync(ct);

    private static PoolBody NewBody(ProcessPoolOptions options, Func<LaunchSettings, LaunchSettings> launch)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options.Validated();
        Nesting.ThrowIfTooDeep();
        var name = options.Name ?? "pool";
        var mostBytes = options.MaxFrameBytes - Frame.MostOverhead;
        var clock = new AwakeClock(TimeProvider.System);
        // A clock of the user's own is taken as it is.
        var time = options.TimeProvider == TimeProvider.System ? clock : options.TimeProvider;
        var slots = SlotTermsOf(options, mostBytes) with { TimeProvider = time, Awake = clock };
        var payload = options.PayloadCodec is { } factory ? Payload.Plug(factory) : Payload.Own;
        var loggers = options.LoggerFactory ?? NullLoggerFactory.Instance;
        var audience = Audience.Of(nameof(ProcessPool), name, options.Reporter, options.LoggerFactory, options.TimeProvider);
        PoolEngine? engine = null;
        var output = new OutputRelay(options.Output, loggers, process => RunningItem.IndexIn(process, engine!));
        var settings = SettingsOf(options) with { OnOutput = output.Write, TimeProvider = time, Awake = clock };
        var starter = new ProcessStarter(new WorkerLauncher(launch(settings)), slots);
        engine = new PoolEngine(PoolTermsOf(options), starter, slots, audience, clock);
        var terms = new DeskTerms(options.TaskTimeout, options.CancelGrace, new ByValue(payload, mostBytes), payload, audience)
        {
            TimeoutGrace = options.TimeoutGrace,
        };
        return PoolBody.Open(nameof(ProcessPool), engine, starter, terms);
    }

    private static LaunchSettings SettingsOf(ProcessPoolOptions options) =>
        new()
        {
            PoolName = options.Name ?? "pool",
            WorkingDirectory = options.WorkingDirectory,
            EnvironmentVariables = options.EnvironmentVariables,
            StartTimeout = Limits.ForTimer(options.StartTimeout),
            MaxFrameBytes = options.MaxFrameBytes,
            Initializes = options.Initializer is not null,
            MaxMemoryBytes = options.MaxWorkerMemoryBytes,
        };

    private static PoolTerms PoolTermsOf(ProcessPoolOptions options) =>
        new()
        {
            Workers = options.Workers,
            Spares = options.SpareWorkers,
            SpareDelay = SpareDelay,
            NextSpareDelay = NextSpareDelay,
            MinWorkers = options.MinWorkers,
            IdleTimeout = options.IdleTimeout,
            ItemsPerWorker = options.MaxTasksPerWorker ?? long.MaxValue,
            ShutdownGrace = options.ShutdownGrace,
            ResultSlack = LeastResultSlack + (options.MaxFrameBytes / SlowestBytesPerSecond * TimeSpan.FromSeconds(1)),
            Backoff = Backoff.Delay,
            StartPatience = Backoff.Patience,
        };

    private static SlotTerms SlotTermsOf(ProcessPoolOptions options, int mostBytes) =>
        new(options.MaxFrameBytes, options.TimeProvider)
        {
            PayloadCodec = Define(options.PayloadCodec, mostBytes),
            Initializer = Define(options.Initializer, mostBytes),
            StartTimeout = options.StartTimeout,
            PoolName = options.Name ?? "pool",
        };

    /// <summary>A function of the options as it travels, before it is called here: the workers get what it captured as it is now.</summary>
    private static FunctionDefinition? Define(Delegate? function, int mostBytes)
    {
        if (function is null)
            return null;
        var definition = FunctionEncoder.Define(function);
        if (definition.Bytes.Length > mostBytes)
            throw Untransferable.CapturesTooMuch(definition.Name, definition.Bytes.Length, mostBytes);
        return definition;
    }
}
