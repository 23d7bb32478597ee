namespace ProcQ;

/// <summary>
/// Hears what happens in a pool (<see cref="ProcessPoolOptions.Reporter"/>) or in one call (<see cref="MapOptions.Reporter"/>). Override what you
/// want to hear; every method does nothing by default. As <c>Reporter</c> of Ka-Ping Yee's delegate.py.
/// </summary>
/// <remarks>
/// <para>
/// The methods are called one at a time and in order, by a thread of their own: one for the pool, one for each call that has a reporter. All of them
/// have been called before <see cref="WorkerPool.Completion"/> completes, or before the call returns or its stream ends. They may take their time, and
/// may use the pool. One that throws is logged once and harms nothing. One that does not return is waited for no longer than five seconds at the
/// end of its pool or call; that is logged, too.
/// </para>
/// <para>
/// Of an item it hears <see cref="Begin"/>, any number of <see cref="Progress"/>, and then exactly one of <see cref="Success"/>, <see cref="Fail"/>,
/// <see cref="Abort"/> and <see cref="TimedOut"/>. <see cref="Retry"/> takes the place of that end when the item runs again, and is followed by another
/// <see cref="Begin"/>. Items that never reached a worker end without a <see cref="Begin"/>, with a worker id of -1. An item whose call is cancelled, or
/// over, before it has begun is not heard of; one that had begun ends with <see cref="Abort"/>, unless it ends by itself first.
/// </para>
/// <para>
/// Items are the caller's own objects. Results are copies made for the reporter; what it does to them the caller does not see.
/// While a reporter listens, workers tell of each item as it begins and send each result by itself, which costs some 15 microseconds an item. A reporter
/// that is slower than the workers falls behind, and what it is behind by is held in memory.
/// </para>
/// </remarks>
public abstract class Reporter
{
    /// <summary>The pool, or the call, begins. Called first, once.</summary>
    /// <param name="workers">How many workers the pool has; for a call of <c>Parallelize.Run</c>, how many of them it may use.</param>
    public virtual void Init(int workers) { }

    /// <summary>A worker takes work: it has just started, or was there when the call began.</summary>
    /// <param name="worker">The worker.</param>
    public virtual void Spawn(WorkerInfo worker) { }

    /// <summary>A worker begins an item.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="item">The item; null for a function without an argument.</param>
    public virtual void Begin(WorkerInfo worker, object? item) { }

    /// <summary>The function told how far it is, through <see cref="WorkerContext.Report"/>; at most ten times a second.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="item">The item it runs.</param>
    /// <param name="fraction">From 0 to 1.</param>
    /// <param name="message">What the function said about it; may be null.</param>
    public virtual void Progress(WorkerInfo worker, object? item, double fraction, string? message) { }

    /// <summary>The function returned.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="item">The item.</param>
    /// <param name="result">What it returned; null for an action.</param>
    public virtual void Success(WorkerInfo worker, object? item, object? result) { }

    /// <summary>The function threw, or an argument or a result could not travel. The worker goes on.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="item">The item.</param>
    /// <param name="exception">What the caller gets, too.</param>
    public virtual void Fail(WorkerInfo worker, object? item, Exception exception) { }

    /// <summary>The item was lost with its worker, or was cancelled after it had begun.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="item">The item.</param>
    /// <param name="exit">How the worker ended, or why the item was given up.</param>
    public virtual void Abort(WorkerInfo worker, object? item, WorkerExit exit) { }

    /// <summary>The item used up its time limit; its worker was killed, unless the item stopped within the <see cref="ProcessPoolOptions.TimeoutGrace"/>.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="item">The item.</param>
    public virtual void TimedOut(WorkerInfo worker, object? item) { }

    /// <summary>An attempt was lost or its time was up, and the item will run again.</summary>
    /// <param name="worker">The worker that had it; gone, unless the item stopped when it was asked to.</param>
    /// <param name="item">The item.</param>
    /// <param name="attempt">
    /// The attempt that was lost or timed out, from 1. An item that had nothing to do with its worker's end (another one was killed for its time limit, say) runs
    /// again without using up an attempt: the next one then has the same number.
    /// </param>
    /// <param name="reason"><see cref="OutcomeStatus.TimedOut"/> or <see cref="OutcomeStatus.WorkerLost"/>.</param>
    public virtual void Retry(WorkerInfo worker, object? item, int attempt, OutcomeStatus reason) { }

    /// <summary>
    /// A worker holds items and cannot go on: its process is stopped, or has not begun for seconds what it was sent, or not sent what it has finished, and does nothing else. It is not killed for
    /// that, only by a time limit. Told once, some seconds after it began; what follows of the worker shows that it goes on.
    /// </summary>
    /// <param name="worker">The worker.</param>
    /// <param name="condition">What the operating system says of it.</param>
    public virtual void Unresponsive(WorkerInfo worker, WorkerCondition condition) { }

    /// <summary>A worker process has ended; what it ran has been told of before.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="exit">How it ended.</param>
    public virtual void Exit(WorkerInfo worker, WorkerExit exit) { }

    /// <summary>The pool, or the call, is over. Called last, once.</summary>
    public virtual void Cleanup() { }
}
