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

    /// <summary>The attempts at the item before the last one, oldest first; empty unless <c>Retries</c> were granted.</summary>
    public IReadOnlyList<FailedAttempt> EarlierAttempts { get; init; } = [];
}
