using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Wire;

/// <summary>The data of a Progress frame: how far an item is, as its function says.</summary>
internal readonly record struct ProgressReport(double Fraction, string? Message)
{
    /// <summary>Characters of a message; a longer one is cut by the worker.</summary>
    public const int MostChars = 500;

    private const int Fields = 2;

    // The worker cuts; one whose frames are longer than cut ones can be is not ours, and no memory is spent on it.
    private const int MostBytes = (MostChars * 3) + 32;

    public static ProgressReport Of(double fraction, string? message)
    {
        if (message?.Length > MostChars)
            message = $"{message.AsSpan(0, MostChars - 1)}…";
        return new ProgressReport(fraction, message);
    }

    public void Write(IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(Fields);
        writer.Write(Fraction);
        writer.Write(Message);
        writer.Flush();
    }

    public static ProgressReport Read(in ReadOnlySequence<byte> data)
    {
        if (data.Length > MostBytes)
            throw new ProtocolException($"A Progress frame of {data.Length} bytes is longer than one can be.");
        var reader = new MessagePackReader(data);
        Expect.Fields(reader.ReadArrayHeader(), Fields, FrameKind.Progress);
        var report = new ProgressReport(reader.ReadDouble(), reader.ReadString());
        Expect.End(reader.End, FrameKind.Progress);
        if (report.Fraction is not (>= 0 and <= 1))
            throw new ProtocolException($"Nobody is {report.Fraction} of the way.");
        return report;
    }
}
