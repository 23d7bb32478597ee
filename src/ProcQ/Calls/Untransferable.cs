using ProcQ.MessagePack;

namespace ProcQ.Calls;

/// <summary>The errors for arguments and results that cannot travel.</summary>
internal static class Untransferable
{
    public static NotTransferableException Argument(long index, Exception cause) =>
        cause as NotTransferableException
        ?? new NotTransferableException($"The argument of item {index} cannot be sent to a worker: {cause.Message}", cause)
        {
            MemberPath = (cause as MessagePackException)?.MemberPath,
        };

    public static NotTransferableException Result(long index, string message, Exception? cause = null) =>
        new($"The result of item {index} cannot be sent back from its worker: {message}", cause)
        {
            MemberPath = (cause as MessagePackException)?.MemberPath,
        };

    /// <summary>What the worker said of a function it could not make. Its codec failing is not the function's fault, and says so itself.</summary>
    public static ProcQException Function(string function, Exception cause) =>
        cause is ProcQException and not NotTransferableException
            ? (ProcQException)cause
            : new NotTransferableException(
                $"The function '{function}' can't be made in the worker. {cause.Message}",
                cause is NotTransferableException ? cause.InnerException : cause
            )
            {
                FunctionName = function,
            };

    public static NotTransferableException TooLarge(long index, long bytes, long most) =>
        new(
            $"The argument of item {index} takes {bytes} bytes and at most {most} fit into a message: hand over less (a file name, say), "
                + $"or raise {nameof(ProcessPoolOptions)}.{nameof(ProcessPoolOptions.MaxFrameBytes)}."
        );

    public static NotTransferableException Empty(long index, Type type) =>
        new(
            $"The argument of item {index} takes no bytes at all: the formatter of {type} must write one MessagePack value for each."
        );

    public static NotTransferableException CapturesTooMuch(string function, long bytes, long most) =>
        new(
            $"The function '{function}' and the variables it captured take {bytes} bytes, and at most {most} fit into a message: capture less (a file name, "
                + $"say), hand the data over as arguments, or raise {nameof(ProcessPoolOptions)}.{nameof(ProcessPoolOptions.MaxFrameBytes)}."
        );

    /// <summary>Refuses a type that can never travel, before anything is sent.</summary>
    public static void ThrowUnlessTransferable(Type type, string what)
    {
        if (!MessagePackCodec.CanSerialize(type, out var reason))
            throw new NotTransferableException($"The {what} of the function cannot travel between processes: {reason}");
    }
}
