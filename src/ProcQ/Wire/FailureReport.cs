using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Wire;

/// <summary>The data of a Failed frame.</summary>
internal sealed record FailureReport(TimeSpan Elapsed, ItemStep Step, ErrorData Error)
{
    /// <summary>The exception itself, where both sides share the process and it may be handed on; it does not travel.</summary>
    public Exception? Original { get; init; }

    private const int Fields = 3;

    // The worker cuts what it reports. In UTF-8 that is three times as many bytes; many small errors in one have headers besides, and marks of cuts.
    private const int MostBytes = 16 * ErrorData.MostChars;

    public void Write(IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(Fields);
        writer.Write(Elapsed.Ticks);
        writer.Write((byte)Step);
        Error.Write(ref writer);
        writer.Flush();
    }

    public static FailureReport Read(in ReadOnlySequence<byte> data)
    {
        if (data.Length > MostBytes)
            throw new ProtocolException($"A Failed frame of {data.Length} bytes is longer than one can be.");
        var reader = new MessagePackReader(data);
        Expect.Fields(reader.ReadArrayHeader(), Fields, FrameKind.Failed);
        var elapsed = TimeSpan.FromTicks(Math.Max(0, reader.ReadInt64()));
        var step = (ItemStep)reader.ReadByte();
        if (!Enum.IsDefined(step))
            throw new ProtocolException($"There is no step {(byte)step} at which an item fails.");
        var report = new FailureReport(elapsed, step, ErrorData.Read(ref reader));
        Expect.End(reader.End, FrameKind.Failed);
        return report;
    }
}
