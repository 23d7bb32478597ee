namespace ProcQ;

/// <summary>
/// The worker process ended while an item ran in it: a crash, <c>Environment.Exit</c>, <c>FailFast</c>, a stack overflow, kill -9, too little memory. Exit
/// code 0 without a result is a loss like any other. Only the item that ran is affected. The message tells what matters, and what to look at next.
/// </summary>
public class WorkerLostException : ProcQException
{
    /// <summary>Creates an exception with a general message.</summary>
    public WorkerLostException()
        : this("A worker process was lost.") { }

    /// <summary>Creates an exception that says what happened.</summary>
    /// <param name="message">What happened.</param>
    public WorkerLostException(string message)
        : this(message, null) { }

    /// <summary>Creates an exception that was caused by another one.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public WorkerLostException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>The worker's number in its pool; -1 when the item was in no worker's hands any more.</summary>
    public int WorkerId { get; init; } = -1;

    /// <summary>The process id the worker had.</summary>
    public int ProcessId { get; init; }

    /// <summary>
    /// Where the worker was in the item when its process ended, by the worker's own note, which survives any death; <see cref="WorkPhase.Idle"/> when the item
    /// had not begun, or had ended and its result was lost.
    /// </summary>
    public WorkPhase Phase { get; init; }

    /// <summary>How long the item had been running, at most: from when it was seen to begin, or else from the last news of its worker before it; null when it was not running.</summary>
    public TimeSpan? RunningFor { get; init; }

    /// <summary>Its exit code; on Unix 128 plus the signal's number when a signal ended it. Null when it is not known.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What the exit code most likely means, or why the pool killed it.</summary>
    public string ExitReason { get; init; } = "";

    /// <summary>Whether the pool killed it. If not, it ended by itself, or something else killed it: another process, the kernel.</summary>
    public bool KilledByPool => KillReason is not null;

    /// <summary>Why the pool killed it; null when it did not.</summary>
    public string? KillReason { get; init; }

    /// <summary>The end of what it wrote to its standard output and error; at most 64 KiB.</summary>
    public string OutputTail { get; init; } = "";

    /// <summary>
    /// Bytes its process had in physical memory when it was last looked at, which is about once a second while it has work. 0 when nobody had looked yet.
    /// </summary>
    public long MemoryBytes { get; init; }

    /// <summary>The item's index in the input of its call.</summary>
    public long Index { get; init; }

    /// <summary>Which attempt at the item it was, from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>Whether the item had begun: then it may have had effects.</summary>
    public bool MayHaveExecuted { get; init; }

    /// <summary>The attempts at the item before the last one, oldest first; empty unless <c>Retries</c> were granted.</summary>
    public IReadOnlyList<FailedAttempt> EarlierAttempts { get; init; } = [];
}
