namespace ProcQ;

/// <summary>
/// A function, a captured variable, an argument or a result can't travel to another process. It is thrown in the caller, before
/// anything is sent; the message names the variable or member and the fix, the properties carry the same facts. What only the worker can
/// find out (a file that is missing there, a type that can't be loaded, a result that can't be written) is the error of each item.
/// </summary>
public class NotTransferableException : ProcQException
{
    /// <summary>Creates an exception with a general message.</summary>
    public NotTransferableException()
        : base("The value can't travel to another process.") { }

    /// <summary>Creates an exception that names what can't travel and the fix.</summary>
    /// <param name="message">What can't travel, why, and the fix.</param>
    public NotTransferableException(string message)
        : base(message) { }

    /// <summary>Creates an exception that was caused by another one, usually the codec's.</summary>
    /// <param name="message">What can't travel, why, and the fix.</param>
    /// <param name="innerException">The cause.</param>
    public NotTransferableException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>The function that was to be sent, readable (<c>Program.Main lambda</c>); null when the trouble isn't a function's.</summary>
    public string? FunctionName { get; init; }

    /// <summary>The captured variable as the source names it (<c>client</c>, <c>this</c>); null when no variable is involved.</summary>
    public string? VariableName { get; init; }

    /// <summary>Where in the value the trouble is (<c>order.Lines[2].Owner</c>), starting with the variable; null when it is no value's.</summary>
    public string? MemberPath { get; init; }

    /// <summary>The type that can't travel; null when the trouble isn't a type's.</summary>
    public Type? OffendingType { get; init; }
}
