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

    private readonly PoolEngine _engine;
    private readonly PoolLife _life;
    private readonly LastUse _use;
    private readonly CallDesk _desk;
    private readonly Audience _audience;
    private readonly string _name;
    private volatile bool _disposed;

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
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options.Validated();
        Nesting.ThrowIfTooDeep();
        _name = options.Name ?? "pool";
        var mostBytes = options.MaxFrameBytes - Frame.MostOverhead;
        var clock = new AwakeClock(TimeProvider.System);
        // A clock of the user's own is taken as it is.
        var time = options.TimeProvider == TimeProvider.System ? clock : options.TimeProvider;
        var slots = SlotTermsOf(options, mostBytes) with { TimeProvider = time, Awake = clock };
        var payload = options.PayloadCodec is { } factory ? Payload.Plug(factory) : Payload.Own;
        var loggers = options.LoggerFactory ?? NullLoggerFactory.Instance;
        _audience = Audience.Of(options, _name);
        PoolEngine? engine = null;
        var output = new OutputRelay(options.Output, loggers, process => RunningItem.IndexIn(process, engine!));
        var settings = SettingsOf(options) with { OnOutput = output.Write, TimeProvider = time, Awake = clock };
        var launcher = new WorkerLauncher(launch(settings));
        _engine = engine = new PoolEngine(PoolTermsOf(options), launcher, slots, _audience, clock);
        _use = new LastUse(engine);
        _desk = new CallDesk(
            engine,
            new DeskTerms(options.TaskTimeout, options.CancelGrace, mostBytes, payload, _audience)
            {
                TimeoutGrace = options.TimeoutGrace,
            },
            _use
        );
        _life = new PoolLife(engine, launcher, _audience);
    }

    /// <inheritdoc/>
    public override Task Completion => _life.Completion;

    /// <summary>It takes calls, and has workers to run them or can hope to.</summary>
    internal bool IsUsable => !_disposed && _engine.Phase == PoolPhase.Open && _engine.Fault is null;

    internal override CallDesk Desk
    {
        get
        {
            ThrowUnlessOpen("it takes no more calls");
            return _desk;
        }
    }

    /// <summary>
    /// Waits until every worker that is kept in any case (<see cref="ProcessPoolOptions.MinWorkers"/>, or all) is ready; spares are not waited for. Use it
    /// to keep the start out of a measurement, or to learn early that workers cannot start.
    /// </summary>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="WorkerStartException">No worker can be started; the message holds what the process wrote.</exception>
    /// <exception cref="ObjectDisposedException">The pool ended before its workers were ready.</exception>
    public Task WarmUpAsync(CancellationToken ct = default) => UseUntilAsync(_engine.Warm.WaitAsync(ct));

    /// <inheritdoc/>
    public override Task ResizeAsync(int workers, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        ThrowUnlessOpen("its size cannot change any more");
        return UseUntilAsync(_engine.ResizeAsync(workers).WaitAsync(ct));
    }

    /// <inheritdoc/>
    public override PoolStats GetStats() => _engine.Look(Statistics.Of).Complete();

    /// <inheritdoc/>
    public override void Close() => _engine.Close();

    /// <inheritdoc/>
    public override bool Join(TimeSpan timeout)
    {
        Limits.ThrowIfNegative(timeout, nameof(timeout));
        if (_engine.Phase == PoolPhase.Open)
            throw new InvalidOperationException(
                $"The pool '{_name}' is open, and would never end: call Close or Terminate before Join."
            );
        var ended = ((IAsyncResult)_life.Ended).AsyncWaitHandle.WaitOne(Limits.ForTimer(timeout));
        GC.KeepAlive(_use);
        return ended;
    }

    /// <inheritdoc/>
    public override void Terminate() => _engine.Terminate();

    /// <inheritdoc/>
    public override void Dispose()
    {
        EndUse();
        // Its end waits for the reporter, which may be the caller.
        if (_audience.Reporter?.IsCurrent != true)
            ((IAsyncResult)_life.Ended).AsyncWaitHandle.WaitOne();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        EndUse();
        await _life.Ended.ConfigureAwait(false);
    }

    private void EndUse()
    {
        _disposed = true;
        _engine.Terminate();
        _use.Over();
    }

    /// <summary>Who waits for something of the pool uses it, also when nobody else does.</summary>
    private async Task UseUntilAsync(Task wait)
    {
        await wait.ConfigureAwait(false);
        GC.KeepAlive(_use);
    }

    private void ThrowUnlessOpen(string consequence)
    {
        if (_disposed)
            throw new ObjectDisposedException(
                nameof(ProcessPool),
                $"The pool '{_name}' is disposed: {consequence}. Make the call before Dispose, or make another pool."
            );
        if (_engine.Phase != PoolPhase.Open)
            throw new InvalidOperationException(
                $"The pool '{_name}' is closed: {consequence}. Make the call before Close or Terminate, or make another pool."
            );
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
            MinWorkers = options.MinWorkers,
            IdleTimeout = options.IdleTimeout,
            ItemsPerWorker = options.MaxTasksPerWorker ?? long.MaxValue,
            ShutdownGrace = options.ShutdownGrace,
            ResultSlack = LeastResultSlack + (options.MaxFrameBytes / SlowestBytesPerSecond * TimeSpan.FromSeconds(1)),
            Backoff = Backoff.Delay,
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
