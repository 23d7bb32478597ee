using System.Buffers;
using System.Buffers.Binary;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Specs.Faults.Evil;

/// <summary>Bytes as they travel: frames of every kind, with any data.</summary>
internal static class Raw
{
    private const byte Nil = 0xc0;

    /// <summary>The length in front of a frame, and nothing else.</summary>
    public static byte[] Length(uint length)
    {
        var bytes = new byte[Wire.Frame.PrefixBytes];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, length);
        return bytes;
    }

    /// <summary>A frame that is as it should be, whatever its kind and data are.</summary>
    public static byte[] Frame(FrameKind kind, long order, ReadOnlySpan<byte> data)
    {
        var frames = new FrameBuffer();
        frames.Begin();
        frames.Write(data);
        frames.End(kind, order);
        return frames.Written.ToArray();
    }

    /// <summary>A frame without data.</summary>
    public static byte[] Plain(FrameKind kind, long order) => Frame(kind, order, [Nil]);

    /// <summary>A frame whose data is one number.</summary>
    public static byte[] Number(FrameKind kind, long order, int number) => Frame(kind, order, Value(number));

    /// <summary>Results of that many items; the values are written one behind the other.</summary>
    public static byte[] Results(long first, int count, ReadOnlySpan<byte> values)
    {
        var data = new ArrayBufferWriter<byte>();
        ResultsHeader.Write(data, TimeSpan.FromMicroseconds(1), default, count);
        data.Write(values);
        return Frame(FrameKind.Results, first, data.WrittenSpan);
    }

    /// <summary>The result of one item.</summary>
    public static byte[] Result<T>(long item, T value) => Results(item, 1, Value(value));

    /// <summary>The failure of one item.</summary>
    public static byte[] Failed(long item, ErrorData error, ItemStep step = ItemStep.Function)
    {
        var data = new ArrayBufferWriter<byte>();
        new FailureReport(TimeSpan.Zero, step, error).Write(data);
        return Frame(FrameKind.Failed, item, data.WrittenSpan);
    }

    /// <summary>An error of that type with that message.</summary>
    public static ErrorData Error(string type, string assembly, string message) =>
        new(type, assembly, message, "at Somewhere.Far()", 17, new Dictionary<string, string>(StringComparer.Ordinal), []);

    /// <summary>An error of that type with that message.</summary>
    public static ErrorData Error(Type type, string message) => Error(type.FullName!, type.Assembly.GetName().Name!, message);

    /// <summary>How far an item is.</summary>
    public static byte[] Progress(long item, double fraction, string? message = null)
    {
        var data = new ArrayBufferWriter<byte>();
        new ProgressReport(fraction, message).Write(data);
        return Frame(FrameKind.Progress, item, data.WrittenSpan);
    }

    /// <summary>A value in MessagePack.</summary>
    public static byte[] Value<T>(T value) => MessagePackCodec.Serialize(value);

    /// <summary>The same byte so many times.</summary>
    public static byte[] Repeat(byte value, int count)
    {
        var bytes = new byte[count];
        Array.Fill(bytes, value);
        return bytes;
    }
}
