namespace ProcQ;

/// <summary>A <see cref="RequestQueue"/> was polled, and no request is on its way: nothing would ever come. As <c>NoResultsPending</c> of Python's threadpool.</summary>
public sealed class NoResultsPendingException : InvalidOperationException
{
    /// <summary>Creates the exception with its message.</summary>
    public NoResultsPendingException()
        : base("No request is pending: put one before polling, or use Wait or TryPoll, which take that for an answer.") { }

    /// <summary>Creates the exception with a message of your own.</summary>
    /// <param name="message">What happened.</param>
    public NoResultsPendingException(string message)
        : base(message) { }

    /// <summary>Creates an exception that was caused by another one.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public NoResultsPendingException(string message, Exception? innerException)
        : base(message, innerException) { }
}
