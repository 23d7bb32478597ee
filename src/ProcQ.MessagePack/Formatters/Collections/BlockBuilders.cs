using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Formatters of the types that show a block of memory. Called by the name of the block type.</summary>
internal static class BlockBuilders
{
    /// <summary>From a block type's full name to the method here that makes its formatter.</summary>
    public static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["System.ArraySegment`1"] = nameof(ArraySegment),
        ["System.Memory`1"] = nameof(Memory),
        ["System.ReadOnlyMemory`1"] = nameof(ReadOnlyMemory),
        ["System.Buffers.ReadOnlySequence`1"] = nameof(ReadOnlySequence),
        ["System.Collections.Immutable.ImmutableArray`1"] = nameof(ImmutableArray),
    };

    public static IUntypedFormatter Bytes(MessagePackFormatter<byte> element) =>
        new BinaryFormatter<byte[]?>(
            element,
            static bytes => bytes is null ? (ReadOnlyMemory<byte>?)null : bytes,
            static bytes => bytes
        );

    private static IUntypedFormatter ArraySegment<T>(MessagePackFormatter<T> element) =>
        Block<ArraySegment<T>, T>(
            element,
            static block => block.Array is null ? null : (ReadOnlyMemory<T>?)block,
            static items => items is null ? default : new(items)
        );

    private static IUntypedFormatter Memory<T>(MessagePackFormatter<T> element) =>
        Block<Memory<T>, T>(element, static block => block, static items => items);

    private static IUntypedFormatter ReadOnlyMemory<T>(MessagePackFormatter<T> element) =>
        Block<ReadOnlyMemory<T>, T>(element, static block => block, static items => items);

    private static IUntypedFormatter ReadOnlySequence<T>(MessagePackFormatter<T> element) =>
        Block<ReadOnlySequence<T>, T>(
            element,
            static block => block.IsSingleSegment ? block.First : block.ToArray(),
            static items => items is null ? default : new(items)
        );

    // Immutable arrays of bytes are arrays of integers on the wire: only the types above are binary.
    private static IUntypedFormatter ImmutableArray<T>(MessagePackFormatter<T> element) =>
        new BlockFormatter<ImmutableArray<T>, T>(
            element,
            static block => block.IsDefault ? null : (ReadOnlyMemory<T>?)block.AsMemory(),
            static items => ImmutableCollectionsMarshal.AsImmutableArray(items)
        );

    private static IUntypedFormatter Block<TBlock, T>(
        MessagePackFormatter<T> element,
        Func<TBlock, ReadOnlyMemory<T>?> open,
        Func<T[]?, TBlock> build
    ) =>
        element is MessagePackFormatter<byte> bytes
            ? new BinaryFormatter<TBlock>(
                bytes,
                (Func<TBlock, ReadOnlyMemory<byte>?>)(object)open,
                (Func<byte[]?, TBlock>)(object)build
            )
            : new BlockFormatter<TBlock, T>(element, open, build);
}
