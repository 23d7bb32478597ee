using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Wire;

/// <summary>The data of a Failed frame.</summary>
internal sealed record FailureReport(TimeSpan Elapsed, ItemStep Step, ErrorData Error)
{
    private const int Fields = 3;

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
