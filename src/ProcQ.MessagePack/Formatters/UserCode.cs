namespace ProcQ.MessagePack.Formatters;

/// <summary>
/// Decides which exceptions of code that is not ours (constructors, accessors, comparers, parsers) become a <see cref="MessagePackException"/>:
/// all but our own, and but running out of memory, which is no verdict on the value.
/// </summary>
internal static class UserCode
{
    public static bool Failed(Exception exception) => exception is not (MessagePackException or OutOfMemoryException);

    public static MessagePackException WriteFailure(Type type, Exception cause) =>
        new($"A value of type {type} could not be written: {cause.GetType().Name}: {cause.Message}", cause);

    public static MessagePackException ReadFailure(in MessagePackReader reader, Type type, Exception cause) =>
        reader.Fault($"The bytes do not make a {type}: {cause.GetType().Name}: {cause.Message}", cause);
}
