using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Wire;

/// <summary>What a Results frame says in front of its values.</summary>
/// <param name="Elapsed">Time the items took together.</param>
/// <param name="Durations">The time of each, in ticks, where it was asked for; else empty.</param>
/// <param name="Count">How many values follow.</param>
internal readonly record struct ResultsHeader(TimeSpan Elapsed, long[] Durations, int Count)
{
    /// <summary>
    /// How many items a batch can have, at most: no batch has more bytes of arguments than this, and an argument has at least one. Whoever announces more
    /// results wants memory.
    /// </summary>
    public const int MostItems = 512 * 1024;

    private const int Fields = 3;

    /// <summary>Reads the header; <paramref name="values"/> is the rest.</summary>
    public static ResultsHeader Read(in ReadOnlySequence<byte> data, out ReadOnlySequence<byte> values)
    {
        var reader = new MessagePackReader(data);
        Expect.Fields(reader.ReadArrayHeader(), Fields, FrameKind.Results);
        var elapsed = TimeSpan.FromTicks(Math.Max(0, reader.ReadInt64()));
        var durations = ReadDurations(ref reader);
        var count = ReadCount(ref reader);
        if (durations.Length != 0 && durations.Length != count)
            throw new ProtocolException($"{durations.Length} durations for {count} results.");
        values = data.Slice(reader.Consumed);
        return new ResultsHeader(elapsed, durations, count);
    }

    /// <summary>Writes the data of the frame up to the values, which must follow.</summary>
    public static void Write(IBufferWriter<byte> output, TimeSpan elapsed, ReadOnlySpan<long> durations, int count)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(Fields);
        writer.Write(elapsed.Ticks);
        if (durations.IsEmpty)
            writer.WriteNil();
        else
            WriteDurations(ref writer, durations);
        writer.WriteArrayHeader(count);
        writer.Flush();
    }

    private static void WriteDurations(ref MessagePackWriter writer, ReadOnlySpan<long> durations)
    {
        writer.WriteArrayHeader(durations.Length);
        foreach (var ticks in durations)
            writer.Write(ticks);
    }

    private static int ReadCount(ref MessagePackReader reader)
    {
        var count = reader.ReadArrayHeader();
        return count <= MostItems ? count : throw new ProtocolException($"Results of {count} items are more than a batch has.");
    }

    private static long[] ReadDurations(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return [];
        var durations = new long[ReadCount(ref reader)];
        for (var i = 0; i < durations.Length; i++)
            durations[i] = Math.Max(0, reader.ReadInt64());
        return durations;
    }
}
