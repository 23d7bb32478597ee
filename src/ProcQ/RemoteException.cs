namespace ProcQ;

/// <summary>
/// A function failed in a worker with an exception whose type cannot be rebuilt here: it is not loaded in this process, or has no public constructor
/// that takes a message. The inner chain is rebuilt in the same way.
/// </summary>
public class RemoteException : ProcQException
{
    /// <summary>Creates an exception with a general message.</summary>
    public RemoteException()
        : this("A function failed in a worker.") { }

    /// <summary>Creates an exception with the remote exception's message.</summary>
    /// <param name="message">The message.</param>
    public RemoteException(string message)
        : this(message, null) { }

    /// <summary>Creates an exception with the remote exception's message and inner exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The rebuilt inner exception.</param>
    public RemoteException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>The full name of the exception's type in the worker.</summary>
    public string TypeName { get; init; } = "";

    /// <summary>Its stack trace in the worker.</summary>
    public string RemoteStackTrace { get; init; } = "";
}
