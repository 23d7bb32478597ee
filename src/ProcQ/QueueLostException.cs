namespace ProcQ;

/// <summary>
/// The process a <see cref="MsgQueue{T}"/> lives in has ended, or disposed of the queue, while this process still used it. Messages that waited in the queue
/// are gone with it.
/// </summary>
public class QueueLostException : ProcQException
{
    /// <summary>Creates an exception with a general message.</summary>
    public QueueLostException()
        : this("A queue was lost.") { }

    /// <summary>Creates an exception that says what happened.</summary>
    /// <param name="message">What happened.</param>
    public QueueLostException(string message)
        : this(message, null) { }

    /// <summary>Creates an exception that was caused by another one.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public QueueLostException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>The process the queue lived in.</summary>
    public int ProcessId { get; init; }
}
