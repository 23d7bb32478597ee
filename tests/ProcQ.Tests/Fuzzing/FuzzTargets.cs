using ProcQ.MessagePack;
using ProcQ.Tests.MessagePack.Hostile;

namespace ProcQ.Tests.Fuzzing;

/// <summary>Everything that is fuzzed: the codec by type, two decoders against each other, and the wire.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> Codec { get; } =
    [
        .. MutationTargets.All.Select(OfType),
        new("two-decoders", [.. MutationTargets.All.Select(t => t.Bytes)], Compare, Mutation.Of),
    ];

    public static IReadOnlyList<FuzzTarget> Wire { get; } = WireTargets.All;

    public static IReadOnlyList<FuzzTarget> All { get; } = [.. Codec, .. Wire];

    private static FuzzTarget OfType(MutationTargets.Target target, int number) =>
        new($"codec-{number:00}-{target.Type.Name.Split('`')[0]}", [target.Bytes], target.Read, Mutation.Of);

    /// <summary>The product's reader and the plain decoder see the same value in the same bytes, or both see none.</summary>
    private static void Compare(byte[] bytes)
    {
        var plain = new PlainDecoder(bytes);
        if (plain.Describe() is not { } expected)
        {
            MustBeRefused(() => ReaderWalk.Describe(bytes));
            MustBeRefused(() => MessagePackCodec.Deserialize<object>(bytes));
            throw new MessagePackException("Both refuse it.");
        }

        var (text, consumed) = ReaderWalk.Describe(bytes);
        var skipping = new MessagePackReader(bytes.AsSpan());
        skipping.Skip();
        if (text != expected || consumed != plain.Consumed || skipping.Consumed != plain.Consumed)
            throw new InvalidOperationException(
                $"{consumed} bytes are read as {text}, {skipping.Consumed} skipped; they are {plain.Consumed} bytes: {expected}"
            );
    }

    private static void MustBeRefused(Func<object?> read)
    {
        object? value;
        try
        {
            value = read();
        }
        catch (MessagePackException)
        {
            return;
        }

        throw new InvalidOperationException($"What is no value was read as {value}.");
    }
}
