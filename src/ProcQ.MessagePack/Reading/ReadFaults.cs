using System.Globalization;
using System.Runtime.CompilerServices;

namespace ProcQ.MessagePack.Reading;

/// <summary>What can be wrong with bytes, out of the way of the fast paths.</summary>
internal static class ReadFaults
{
    public static MessagePackException EndOfBytes(long offset, long wanted, long remaining) =>
        new($"The bytes end too early: {wanted} more were expected and {remaining} remain.", offset);

    public static MessagePackException Unexpected(long offset, byte code, string expected) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Expected {expected}, found {MessagePackCode.TypeOf(code)} (code 0x{code:x2})."
            ),
            offset
        );

    public static MessagePackException OutOfRange(long offset, string type) =>
        new($"An integer is outside the range of {type}.", offset);

    public static MessagePackException CountBeyondBytes(long offset, long elements, long remaining) =>
        new($"A header announces {elements} values, more than the {remaining} bytes that remain can hold.", offset);

    public static MessagePackException TooManyElements(long offset, long limit) =>
        new(
            $"The headers together announce more than {limit} values: more than the bytes hold or MessagePackOptions.MaxElements allows.",
            offset
        );

    public static MessagePackException LengthTooLarge(long offset, uint length) =>
        new($"A length of {length} is not supported.", offset);

    public static MessagePackException TooDeep(long offset, int maxDepth) =>
        new($"The bytes nest deeper than the limit of {maxDepth} levels (MessagePackOptions.MaxDepth).", offset);

    public static MessagePackException TrailingBytes(long offset, long remaining) =>
        new($"{remaining} bytes follow the value that was read. The writer and the reader disagree about the type.", offset);

    public static void EnsureStack(long offset)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new MessagePackException(
                "The bytes nest deeper than this thread's stack allows. Lower MessagePackOptions.MaxDepth.",
                offset
            );
    }
}
