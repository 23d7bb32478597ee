using ProcQ.MessagePack.Reading;
using ProcQ.MessagePack.Writing;

namespace ProcQ.MessagePack.Formatters.Scalars;

// A family of small types: each names the encoding of one kind of time.

internal readonly struct DateTimeForm : IScalarForm<DateTime>
{
    public static void Write(ref MessagePackWriter writer, DateTime value) => TimestampEncoding.Write(ref writer, value);

    public static DateTime Read(ref MessagePackReader reader) => TimestampDecoding.Read(ref reader);
}

internal readonly struct DateTimeOffsetForm : IScalarForm<DateTimeOffset>
{
    // The local clock as if it were UTC, and how far it is ahead: not the instant, which is why the offset comes with it.
    public static void Write(ref MessagePackWriter writer, DateTimeOffset value)
    {
        writer.WriteArrayHeader(2);
        TimestampEncoding.Write(ref writer, new DateTime(value.Ticks, DateTimeKind.Utc));
        writer.Write((short)value.Offset.TotalMinutes);
    }

    public static DateTimeOffset Read(ref MessagePackReader reader)
    {
        Counts.Read(ref reader, 2, nameof(DateTimeOffset));
        var clock = TimestampDecoding.Read(ref reader);
        return new DateTimeOffset(clock.Ticks, TimeSpan.FromMinutes(reader.ReadInt16()));
    }
}

internal readonly struct TimeSpanForm : IScalarForm<TimeSpan>
{
    public static void Write(ref MessagePackWriter writer, TimeSpan value) => writer.Write(value.Ticks);

    public static TimeSpan Read(ref MessagePackReader reader) => new(reader.ReadInt64());
}

internal readonly struct TimeOnlyForm : IScalarForm<TimeOnly>
{
    public static void Write(ref MessagePackWriter writer, TimeOnly value) => writer.Write(value.Ticks);

    public static TimeOnly Read(ref MessagePackReader reader) => new(reader.ReadInt64());
}

internal readonly struct DateOnlyForm : IScalarForm<DateOnly>
{
    public static void Write(ref MessagePackWriter writer, DateOnly value) => writer.Write(value.DayNumber);

    public static DateOnly Read(ref MessagePackReader reader) => DateOnly.FromDayNumber(reader.ReadInt32());
}
