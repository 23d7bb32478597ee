namespace ProcQ;

/// <summary>
/// What went wrong between this process and its workers. Mistakes in a call are BCL exceptions (<see cref="ArgumentException"/>,
/// <see cref="InvalidOperationException"/>), the caller's own cancellation is <see cref="OperationCanceledException"/>; everything
/// that happened to a function on its way to, in or back from another process derives from this type.
/// </summary>
public class ProcQException : Exception
{
    /// <summary>Creates an exception with a general message.</summary>
    public ProcQException()
        : base("Work in another process failed.") { }

    /// <summary>Creates an exception that says what happened and what to look at.</summary>
    /// <param name="message">What happened, with the facts, and the fix where there is one.</param>
    public ProcQException(string message)
        : base(message) { }

    /// <summary>Creates an exception that was caused by another one.</summary>
    /// <param name="message">What happened, with the facts, and the fix where there is one.</param>
    /// <param name="innerException">The cause; it is kept, never unwrapped.</param>
    public ProcQException(string message, Exception? innerException)
        : base(message, innerException) { }
}
