namespace ProcQ;

/// <summary>
/// An item ran longer than its time limit. Its worker was killed and its death confirmed before this is thrown,
/// unless <see cref="ProcessPoolOptions.TimeoutGrace"/> gave it the time to stop by itself. A function that throws
/// <see cref="TimeoutException"/> itself has failed, not timed out.
/// </summary>
public class TaskTimeoutException : TimeoutException
{
    /// <summary>Creates an exception with a general message.</summary>
    public TaskTimeoutException()
        : this("An item ran longer than its time limit.") { }

    /// <summary>Creates an exception that says what happened.</summary>
    /// <param name="message">What happened.</param>
    public TaskTimeoutException(string message)
        : this(message, null) { }

    /// <summary>Creates an exception that was caused by another one.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public TaskTimeoutException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>The limit.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>The item's index in the input of its call.</summary>
    public long Index { get; init; }

    /// <summary>Which attempt at the item it was, from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>The number of the worker that had it.</summary>
    public int WorkerId { get; init; } = -1;

    /// <summary>Its process; that of the application where workers are threads.</summary>
    public int ProcessId { get; init; }

    /// <summary>
    /// Where the worker was in the item when it was killed, by the worker's own note. <see cref="WorkPhase.Idle"/>: the item had not begun, because its
    /// process could not, or had ended at that very moment.
    /// </summary>
    public WorkPhase Phase { get; init; }

    /// <summary>
    /// What the operating system said of the process right before it was killed: a function that computes is <see cref="WorkerCondition.Working"/>, one that hangs
    /// is <see cref="WorkerCondition.Waiting"/>, and a <see cref="WorkerCondition.Stopped"/> process could not do anything.
    /// <see cref="WorkerCondition.Unknown"/> when it was not killed.
    /// </summary>
    public WorkerCondition Condition { get; init; }

    /// <summary>How long the item had been running, at most: from when it was seen to begin, or else from the last news of its worker before it; null when it was not running, or stopped by itself.</summary>
    public TimeSpan? RunningFor { get; init; }

    /// <summary>The end of what the process wrote to its standard output and error, at most 64 KiB; empty when it was not killed.</summary>
    public string OutputTail { get; init; } = "";

    /// <summary>The attempts at the item before the last one, oldest first; empty unless <c>Retries</c> were granted.</summary>
    public IReadOnlyList<FailedAttempt> EarlierAttempts { get; init; } = [];
}
