using System.Buffers.Binary;

namespace ProcQ.MessagePack.Writing;

/// <summary>Writes moments as the extension -1 of the MessagePack specification, in the shortest of its three forms.</summary>
internal static class TimestampEncoding
{
    public const sbyte ExtensionType = -1;
    public const int NanosecondsPerTick = 100;

    public static void Write(ref MessagePackWriter writer, DateTime value)
    {
        // Unspecified is taken as UTC: the reader has no way to know the writer's zone.
        if (value.Kind == DateTimeKind.Local)
            value = value.ToUniversalTime();

        var seconds = Math.DivRem(value.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerSecond, out var ticks);
        if (ticks < 0)
        {
            seconds--;
            ticks += TimeSpan.TicksPerSecond;
        }

        Write(ref writer, seconds, (uint)ticks * NanosecondsPerTick);
    }

    private static void Write(ref MessagePackWriter writer, long seconds, uint nanoseconds)
    {
        Span<byte> body = stackalloc byte[12];
        int length;
        if (nanoseconds == 0 && seconds is >= 0 and <= uint.MaxValue)
        {
            BinaryPrimitives.WriteUInt32BigEndian(body, (uint)seconds);
            length = 4;
        }
        else if (seconds is >= 0 and < 1L << 34)
        {
            BinaryPrimitives.WriteUInt64BigEndian(body, ((ulong)nanoseconds << 34) | (ulong)seconds);
            length = 8;
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(body, nanoseconds);
            BinaryPrimitives.WriteInt64BigEndian(body[4..], seconds);
            length = 12;
        }

        writer.WriteExtensionHeader(ExtensionType, length);
        writer.WriteRaw(body[..length]);
    }
}
