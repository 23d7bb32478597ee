using System.Buffers;
using System.Buffers.Binary;

namespace ProcQ.Wire;

/// <summary>Cuts frames out of bytes. Lengths are checked before anything is allocated or awaited.</summary>
internal static class FrameParser
{
    /// <summary>
    /// Takes the first frame off <paramref name="bytes"/>; false when it is not complete yet. Throws <see cref="ProtocolException"/>
    /// for a length outside <paramref name="maxFrameBytes"/> or a body that is not [data, kind, order].
    /// </summary>
    public static bool TryTake(ref ReadOnlySequence<byte> bytes, int maxFrameBytes, out Frame frame)
    {
        frame = default;
        if (bytes.Length < Frame.PrefixBytes)
            return false;
        Span<byte> prefix = stackalloc byte[Frame.PrefixBytes];
        bytes.Slice(0, Frame.PrefixBytes).CopyTo(prefix);
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix);
        if (length > (uint)maxFrameBytes)
            throw new ProtocolException($"A frame of {length} bytes is announced; at most {maxFrameBytes} are allowed.");
        if (length <= Frame.EnvelopeBytes)
            throw new ProtocolException($"A frame of {length} bytes cannot hold a message.");
        if (bytes.Length - Frame.PrefixBytes < length)
            return false;
        frame = Open(bytes.Slice(Frame.PrefixBytes, length));
        bytes = bytes.Slice(Frame.PrefixBytes + length);
        return true;
    }

    private static Frame Open(ReadOnlySequence<byte> body)
    {
        Span<byte> trailer = stackalloc byte[Frame.TrailerBytes];
        var end = body.Length - Frame.TrailerBytes;
        body.Slice(end).CopyTo(trailer);
        if (body.FirstSpan[0] != Frame.ArrayOfThree || trailer[1] != Frame.Int64)
            throw new ProtocolException("A frame is not [data, kind, order].");
        var kind = (FrameKind)trailer[0];
        if (!kind.IsKnown())
            throw new ProtocolException($"Frames of kind {trailer[0]} do not exist.");
        return new Frame(kind, BinaryPrimitives.ReadInt64BigEndian(trailer[2..]), body.Slice(1, end - 1));
    }
}
