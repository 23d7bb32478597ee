using System.Buffers;

namespace ProcQ.Tests.MessagePack;

/// <summary>Bytes as they come from a pipe: in several segments, some of them empty.</summary>
internal static class Segments
{
    public static ReadOnlySequence<byte> Split(byte[] bytes, int at) => Of(bytes.AsMemory(0, at), bytes.AsMemory(at));

    public static ReadOnlySequence<byte> OneByteEach(byte[] bytes) =>
        Of([.. Enumerable.Range(0, bytes.Length).SelectMany(i => new ReadOnlyMemory<byte>[] { bytes.AsMemory(i, 1), default })]);

    private static ReadOnlySequence<byte> Of(params ReadOnlyMemory<byte>[] parts)
    {
        if (parts.Length == 0)
            return ReadOnlySequence<byte>.Empty;
        var first = new Segment(parts[0], 0);
        var last = first;
        foreach (var part in parts[1..])
            last = last.Append(part);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long runningIndex) => (Memory, RunningIndex) = (memory, runningIndex);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
