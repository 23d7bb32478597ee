using ProcQ.Calls;
using ProcQ.Engine;
using ProcQ.Launching;
using ProcQ.Scheduling;
using ProcQ.Threads;
using ProcQ.Watching;
using ProcQ.Wire;
using ProcQ.Workers;

namespace ProcQ;

/// <summary>
/// The pool on threads of this process: the same calls, order, limits, retries and reports as a <see cref="ProcessPool"/>, for work that waits more than it
/// computes, for debugging, and for unit tests. As Python's <c>multiprocessing.dummy.Pool</c> and <c>threadpool.ThreadPool</c>.
/// </summary>
/// <remarks>
/// Functions, arguments and results are the caller's own objects, not copies; what captured variables and static fields hold is shared, and guarding it is
/// the caller's business. <see cref="ThreadWorkerPoolOptions.PassByValue"/> makes it copies, by the rules of processes.
/// <para>
/// Nobody can kill a thread. An item whose time is up, or that is cancelled, is asked to stop through <see cref="WorkerContext.CancellationToken"/>; after
/// <see cref="ThreadWorkerPoolOptions.CancelGrace"/> its thread is abandoned: the item has its outcome, another thread takes the place, and whatever the
/// abandoned one still does is its own affair: its result is dropped, it keeps neither the pool nor the process alive, and <see cref="AbandonedThreads"/>
/// counts it until it ends. What ends a process, an overflowing stack say, ends this one.
/// </para>
/// <para>
/// A function must not wait for a call of the pool it runs in: when all workers do, nobody is left to run what they wait for. Calls that block refuse to with an
/// <see cref="InvalidOperationException"/>; one that is awaited in there is not noticed. Use another pool for the calls inside.
/// </para>
/// </remarks>
public sealed class ThreadWorkerPool : WorkerPool
{
    // For a result, which has no pipe to travel through, on a busy machine.
    private static readonly TimeSpan ResultSlack = TimeSpan.FromSeconds(5);

    private readonly AbandonedThreads _abandoned;

    /// <summary>A pool with as many threads as there are processors.</summary>
    public ThreadWorkerPool()
        : this(new ThreadWorkerPoolOptions()) { }

    /// <summary>A pool with <paramref name="workers"/> threads.</summary>
    /// <param name="workers">1 and up.</param>
    public ThreadWorkerPool(int workers)
        : this(new ThreadWorkerPoolOptions { Workers = workers }) { }

    /// <summary>A pool as <paramref name="options"/> describe it. Its threads start at once, in the background.</summary>
    /// <param name="options">Checked here: a bad value throws before anything is started.</param>
    /// <exception cref="NotTransferableException">The <see cref="ThreadWorkerPoolOptions.Initializer"/> cannot travel, and is to be passed by value.</exception>
    public ThreadWorkerPool(ThreadWorkerPoolOptions options)
        : this(Checked(options), new AbandonedThreads()) { }

    private ThreadWorkerPool(ThreadWorkerPoolOptions options, AbandonedThreads abandoned)
        : base(NewBody(options, abandoned)) => _abandoned = abandoned;

    /// <summary>Threads that were given up because they did not stop when they were asked to, and still run. They are gone when what they run lets go of them.</summary>
    public int AbandonedThreads => _abandoned.Count;

    /// <summary>Waits until every thread has started and been through the <see cref="ThreadWorkerPoolOptions.Initializer"/>.</summary>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="WorkerStartException">The initializer failed.</exception>
    /// <exception cref="ObjectDisposedException">The pool ended before its workers were ready.</exception>
    public Task WarmUpAsync(CancellationToken ct = default) => Body.WarmUpAsync(ct);

    private static ThreadWorkerPoolOptions Checked(ThreadWorkerPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Validated();
    }

    private static PoolBody NewBody(ThreadWorkerPoolOptions options, AbandonedThreads abandoned)
    {
        var name = options.Name ?? "pool";
        var maxBytes = new ProcessPoolOptions().MaxFrameBytes;
        var clock = new AwakeClock(TimeProvider.System);
        // A clock of the user's own is taken as it is.
        var time = options.TimeProvider == TimeProvider.System ? clock : options.TimeProvider;
        Transfer transfer = options.PassByValue ? new ByValue(Payload.Own, maxBytes - Frame.MostOverhead) : new ByReference();
        var slots = new SlotTerms(maxBytes, time)
        {
            Awake = clock,
            Initializer = options.Initializer is { } initializer ? transfer.Define<Nothing, Nothing>(initializer) : null,
            StartTimeout = options.StartTimeout,
            PoolName = name,
        };
        var audience = Audience.Of(
            nameof(ThreadWorkerPool),
            name,
            options.Reporter,
            options.LoggerFactory,
            options.TimeProvider
        ) with
        {
            IsOfThreads = true,
        };
        var threads = new ThreadTerms(name, !options.PassByValue, maxBytes)
        {
            Abandoned = abandoned,
            CallbackThrew = e => audience.Journal.Write(log => Log.CallbackThrew(log, e)),
        };
        var starter = new ThreadStarter(threads, slots);
        var engine = new PoolEngine(PoolTermsOf(options), starter, slots, audience, clock);
        // One grace for both: a thread can only ever be asked.
        var terms = new DeskTerms(options.TaskTimeout, options.CancelGrace, transfer, Payload.Own, audience)
        {
            TimeoutGrace = options.CancelGrace,
            OwnWorkers = new OwnWorkers(threads, name),
        };
        return PoolBody.Open(nameof(ThreadWorkerPool), engine, starter, terms);
    }

    private static PoolTerms PoolTermsOf(ThreadWorkerPoolOptions options) =>
        new()
        {
            Workers = options.Workers,
            Spares = 0,
            ItemsPerWorker = options.MaxTasksPerWorker ?? long.MaxValue,
            ShutdownGrace = options.ShutdownGrace,
            ResultSlack = ResultSlack,
            Backoff = Backoff.Delay,
            StartPatience = Backoff.Patience,
        };
}
