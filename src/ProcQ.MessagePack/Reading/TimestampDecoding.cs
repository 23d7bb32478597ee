using System.Buffers.Binary;
using ProcQ.MessagePack.Writing;

namespace ProcQ.MessagePack.Reading;

/// <summary>Reads moments from the extension -1 of the MessagePack specification.</summary>
internal static class TimestampDecoding
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    public static DateTime Read(ref MessagePackReader reader)
    {
        var length = reader.ReadExtensionHeader(out var type);
        return type == TimestampEncoding.ExtensionType
            ? ReadBody(ref reader, length)
            : throw reader.Fault($"Expected a timestamp (extension -1), found extension {type}.");
    }

    public static DateTime ReadBody(ref MessagePackReader reader, int length)
    {
        if (length is not (4 or 8 or 12))
            throw reader.Fault($"A timestamp has 4, 8 or 12 bytes, not {length}.");
        var body = reader.Bytes.TakeSpan(length);
        return length switch
        {
            4 => At(reader, BinaryPrimitives.ReadUInt32BigEndian(body), 0),
            8 => Packed(reader, BinaryPrimitives.ReadUInt64BigEndian(body)),
            _ => At(reader, BinaryPrimitives.ReadInt64BigEndian(body[4..]), BinaryPrimitives.ReadUInt32BigEndian(body)),
        };
    }

    private static DateTime Packed(in MessagePackReader reader, ulong value) =>
        At(reader, (long)(value & 0x3_ffff_ffff), (uint)(value >> 34));

    private static DateTime At(in MessagePackReader reader, long seconds, uint nanoseconds)
    {
        const long MinSeconds = -62135596800;
        const long MaxSeconds = 253402300799;
        if (seconds is < MinSeconds or > MaxSeconds || nanoseconds >= NanosecondsPerSecond)
            throw reader.Fault("A timestamp is outside the range of DateTime.");
        return DateTime.UnixEpoch.AddTicks(
            (seconds * TimeSpan.TicksPerSecond) + (nanoseconds / TimestampEncoding.NanosecondsPerTick)
        );
    }
}
