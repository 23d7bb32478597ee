using ProcQ.MessagePack;

namespace ProcQ.Wire;

/// <summary>Frames whose data is nil or one number.</summary>
internal static class PlainFrame
{
    public static void Write(FrameBuffer output, FrameKind kind, long order)
    {
        output.Begin();
        var writer = new MessagePackWriter(output);
        writer.WriteNil();
        writer.Flush();
        output.End(kind, order);
    }

    public static void Write(FrameBuffer output, FrameKind kind, long order, int number)
    {
        output.Begin();
        var writer = new MessagePackWriter(output);
        writer.Write(number);
        writer.Flush();
        output.End(kind, order);
    }

    public static void ExpectNil(in Frame frame)
    {
        var reader = new MessagePackReader(frame.Data);
        reader.ReadNil();
        Expect.End(reader.End, frame.Kind);
    }

    public static int ReadNumber(in Frame frame)
    {
        var reader = new MessagePackReader(frame.Data);
        var number = reader.ReadInt32();
        Expect.End(reader.End, frame.Kind);
        return number;
    }
}
