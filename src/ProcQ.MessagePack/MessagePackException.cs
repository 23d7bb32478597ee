using System.Globalization;

namespace ProcQ.MessagePack;

/// <summary>
/// A value cannot be written, bytes cannot be read, or a type cannot travel at all. The only exception that bad bytes can cause.
/// </summary>
public sealed class MessagePackException : Exception
{
    private readonly string _reason;
    private readonly MemberPath _path = new();

    /// <summary>Creates the exception with a general message.</summary>
    public MessagePackException()
        : this("The value cannot be written or read as MessagePack.") { }

    /// <summary>Creates the exception for something that is not tied to a place in the bytes.</summary>
    public MessagePackException(string message)
        : this(message, -1) { }

    /// <summary>Creates the exception with the error that caused it.</summary>
    public MessagePackException(string message, Exception? innerException)
        : this(message, -1, innerException) { }

    /// <summary>Creates the exception for the bytes at <paramref name="offset"/>.</summary>
    public MessagePackException(string message, long offset, Exception? innerException = null)
        : base(message, innerException)
    {
        _reason = message;
        Offset = offset;
    }

    /// <summary>Where in the bytes the reading failed, counted from the first byte; -1 when writing or when the type itself is refused.</summary>
    public long Offset { get; }

    /// <summary>The members that lead to the failure, such as <c>Order.Customer.Name</c> or <c>Orders[3].Id</c>; empty at the root.</summary>
    public string MemberPath => _path.ToString();

    /// <inheritdoc/>
    public override string Message
    {
        get
        {
            var path = MemberPath;
            var at = path.Length == 0 ? "" : $" Member: {path}.";
            return Offset < 0 ? _reason + at : string.Create(CultureInfo.InvariantCulture, $"{_reason}{at} Offset: {Offset}.");
        }
    }

    /// <summary>A refusal that was given before: the same words, and a stack trace of its own.</summary>
    internal static MessagePackException Again(MessagePackException refusal)
    {
        var exception = new MessagePackException(refusal._reason, refusal.InnerException);
        exception._path.Prepend(refusal.MemberPath);
        return exception;
    }

    /// <summary>
    /// Adds the member that contains the failure. Made for exception filters, so it always says false: the path grows while the runtime looks
    /// for a handler, without a catch and rethrow at every level.
    /// </summary>
    internal bool Inside(string member)
    {
        _path.Prepend(member);
        return false;
    }

    /// <summary>Adds the index that contains the failure; false, see <see cref="Inside(string)"/>.</summary>
    internal bool Inside(int index)
    {
        _path.Prepend(string.Create(CultureInfo.InvariantCulture, $"[{index}]"));
        return false;
    }
}
