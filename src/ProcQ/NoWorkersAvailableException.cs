namespace ProcQ;

/// <summary>
/// Requests wait, and the pool of their <see cref="RequestQueue"/> has no workers: nothing would come until it is resized. The requests stay and run after
/// that. As <c>NoWorkersAvailable</c> of Python's threadpool.
/// </summary>
public sealed class NoWorkersAvailableException : InvalidOperationException
{
    /// <summary>Creates the exception with its message.</summary>
    public NoWorkersAvailableException()
        : base("Requests wait, and their pool has no workers: give it some with ResizeAsync, then poll again.") { }

    /// <summary>Creates the exception with a message of your own.</summary>
    /// <param name="message">What happened.</param>
    public NoWorkersAvailableException(string message)
        : base(message) { }

    /// <summary>Creates an exception that was caused by another one.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public NoWorkersAvailableException(string message, Exception? innerException)
        : base(message, innerException) { }
}
