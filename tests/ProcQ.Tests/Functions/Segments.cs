using System.Buffers;

namespace ProcQ.Tests.Functions;

/// <summary>Bytes as a pipe may deliver them: one at a time.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    private Segments(ReadOnlyMemory<byte> memory, Segments? previous)
    {
        Memory = memory;
        if (previous is null)
            return;

        RunningIndex = previous.RunningIndex + previous.Memory.Length;
        previous.Next = this;
    }

    public static ReadOnlySequence<byte> OfOneByte(ReadOnlyMemory<byte> bytes)
    {
        var first = new Segments(bytes[..1], null);
        var last = first;
        for (var i = 1; i < bytes.Length; i++)
            last = new Segments(bytes.Slice(i, 1), last);

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
