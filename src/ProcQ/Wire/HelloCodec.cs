using System.Buffers.Binary;
using ProcQ.MessagePack;

namespace ProcQ.Wire;

/// <summary>Hello as a frame: <c>u32 length | [[magic, protocol, library, runtime, process, token], kind, order]</c>. Pure: bytes in, bytes out.</summary>
internal static class HelloCodec
{
    /// <summary>Nobody may make the other side hold more than this before both know each other.</summary>
    public const int MaxBodyBytes = 256;

    private const int Fields = 6;
    private const string Magic = "ProcQ";

    /// <summary>The whole frame, header included.</summary>
    public static ReadOnlyMemory<byte> Encode(Hello hello)
    {
        var frame = new FrameBuffer();
        frame.Begin();
        var writer = new MessagePackWriter(frame);
        WriteData(ref writer, hello);
        writer.Flush();
        frame.End(FrameKind.Hello, 0);
        return frame.Written;
    }

    /// <summary>The length a header announces, checked before anything is allocated for it.</summary>
    public static int DecodeLength(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length is 0 or > MaxBodyBytes)
            throw new ProtocolException(
                $"The first frame announces {length} bytes; a greeting has at most {MaxBodyBytes}. The other side is not ProcQ."
            );
        return (int)length;
    }

    /// <summary>Reads the body of a frame. Anything that is not exactly one greeting is refused.</summary>
    public static Hello DecodeBody(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new MessagePackReader(body);
            Expect(reader.ReadArrayHeader() == 3, "a frame has three parts");
            var hello = ReadData(ref reader);
            Expect(reader.ReadByte() == (byte)FrameKind.Hello, "the first frame is a greeting");
            Expect(reader.ReadInt64() == 0, "a greeting has no order");
            Expect(reader.End, "nothing follows a greeting in its frame");
            return hello;
        }
        catch (MessagePackException error)
        {
            throw new ProtocolException($"The first frame is not a greeting of ProcQ: {error.Message}", error);
        }
    }

    private static void WriteData(ref MessagePackWriter writer, Hello hello)
    {
        writer.WriteArrayHeader(Fields);
        writer.Write(Magic);
        writer.Write(hello.Protocol);
        writer.Write(hello.Library);
        writer.Write(hello.Runtime);
        writer.Write(hello.ProcessId);
        writer.WriteBinary(hello.Token.Span);
    }

    // A newer protocol may add fields after these, so that both versions can still be named in the error.
    private static Hello ReadData(ref MessagePackReader reader)
    {
        var fields = reader.ReadArrayHeader();
        Expect(fields >= Fields, "a greeting has six fields");
        Expect(string.Equals(reader.ReadString(), Magic, StringComparison.Ordinal), "a greeting begins with the name ProcQ");
        var protocol = reader.ReadInt32();
        var library = reader.ReadString() ?? "";
        var runtime = reader.ReadString() ?? "";
        var process = reader.ReadInt32();
        var token = reader.ReadBytesSpan().ToArray();
        for (var extra = Fields; extra < fields; extra++)
            reader.Skip();
        return new Hello(protocol, library, runtime, process, token);
    }

    private static void Expect(bool holds, string rule)
    {
        if (!holds)
            throw new ProtocolException($"The first frame is not a greeting of ProcQ: {rule}.");
    }
}
