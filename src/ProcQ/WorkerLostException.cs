namespace ProcQ;

/// <summary>
/// The worker process ended while an item ran in it: a crash, <c>Environment.Exit</c>, <c>FailFast</c>, a stack overflow, kill -9, too little memory. Exit
/// code 0 without a result is a loss like any other. Only the item that ran is affected.
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

    /// <summary>The process id the worker had.</summary>
    public int ProcessId { get; init; }

    /// <summary>Its exit code; on Unix 128 plus the signal's number when a signal ended it. Null when it is not known.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What the exit code most likely means, or why the pool killed it.</summary>
    public string ExitReason { get; init; } = "";

    /// <summary>The end of what it wrote to its standard output and error; at most 64 KiB.</summary>
    public string OutputTail { get; init; } = "";

    /// <summary>The item's index in the input of its call.</summary>
    public long Index { get; init; }

    /// <summary>Whether the item had begun: then it may have had effects.</summary>
    public bool MayHaveExecuted { get; init; }

    /// <summary>The attempts at the item before the last one, oldest first; empty unless <c>Retries</c> were granted.</summary>
    public IReadOnlyList<FailedAttempt> EarlierAttempts { get; init; } = [];
}
