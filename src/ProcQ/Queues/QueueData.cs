using System.Buffers;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Queues;

/// <summary>The data of a queue's frames, there and back. What is read may be anything: numbers are checked by who uses them.</summary>
internal static class QueueData
{
    // No room is made for what is only announced.
    private const int MostForeseen = 4096;

    public static void WriteNumbers(FrameBuffer output, (long First, long Second, long Third) numbers)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(3);
        writer.Write(numbers.First);
        writer.Write(numbers.Second);
        writer.Write(numbers.Third);
        writer.Flush();
    }

    public static (long First, long Second, long Third) ReadNumbers(in Frame frame)
    {
        var reader = new MessagePackReader(frame.Data);
        Expect.Fields(reader.ReadArrayHeader(), 3, frame.Kind);
        var numbers = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        Expect.End(reader.End, frame.Kind);
        return numbers;
    }

    public static void WriteNil(FrameBuffer output)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteNil();
        writer.Flush();
    }

    public static void WriteNumber(FrameBuffer output, int number)
    {
        var writer = new MessagePackWriter(output);
        writer.Write(number);
        writer.Flush();
    }

    public static void WriteText(FrameBuffer output, string text)
    {
        var writer = new MessagePackWriter(output);
        writer.Write(text);
        writer.Flush();
    }

    public static string ReadText(in Frame frame)
    {
        var reader = new MessagePackReader(frame.Data);
        var text = reader.ReadString() ?? "";
        Expect.End(reader.End, frame.Kind);
        return text;
    }

    /// <summary>Messages that are put, each of them written before.</summary>
    public static void WritePuts(FrameBuffer output, (ArrayBufferWriter<byte> Messages, int Count) puts)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(puts.Count);
        writer.WriteRaw(puts.Messages.WrittenSpan);
        writer.Flush();
    }

    /// <summary>Messages of one reader: <c>[reader, round, [message, ...]]</c>.</summary>
    public static void WriteMessages(FrameBuffer output, (int Reader, int Round, List<Parcel> Parcels) messages)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(3);
        writer.Write(messages.Reader);
        writer.Write(messages.Round);
        writer.WriteArrayHeader(messages.Parcels.Count);
        foreach (var parcel in messages.Parcels)
            writer.WriteBinary(parcel.Bytes.Span);
        writer.Flush();
    }

    public static List<Parcel> ReadMessages(in Frame frame, out int reader, out int round)
    {
        ReadOnlyMemory<byte> data = frame.Data.ToArray();
        var messages = new MessagePackReader(data);
        Expect.Fields(messages.ReadArrayHeader(), 3, frame.Kind);
        reader = messages.ReadInt32();
        round = messages.ReadInt32();
        return ReadParcels(ref messages, data, frame.Kind);
    }

    /// <summary>Messages that come back: <c>[message, ...]</c>.</summary>
    public static void WriteReturned(FrameBuffer output, List<Parcel> parcels)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(parcels.Count);
        foreach (var parcel in parcels)
            writer.WriteBinary(parcel.Bytes.Span);
        writer.Flush();
    }

    public static List<Parcel> ReadReturned(in Frame frame)
    {
        ReadOnlyMemory<byte> data = frame.Data.ToArray();
        var reader = new MessagePackReader(data);
        return ReadParcels(ref reader, data, frame.Kind);
    }

    /// <summary>Messages that are put: <c>[message, ...]</c>.</summary>
    public static List<Parcel> ReadPut(in Frame frame)
    {
        ReadOnlyMemory<byte> data = frame.Data.ToArray();
        var reader = new MessagePackReader(data);
        var parcels = ReadParcels(ref reader, data, frame.Kind);
        if (parcels.Count != frame.Order)
            throw new ProtocolException($"A frame announces {frame.Order} messages and has {parcels.Count}.");
        return parcels;
    }

    private static List<Parcel> ReadParcels(ref MessagePackReader reader, ReadOnlyMemory<byte> data, FrameKind kind)
    {
        var count = reader.ReadArrayHeader();
        var parcels = new List<Parcel>(Math.Min(count, MostForeseen));
        for (var i = 0; i < count; i++)
        {
            var length = reader.ReadBytesSpan().Length;
            parcels.Add(Parcel.Of(data.Slice((int)reader.Consumed - length, length)));
        }

        Expect.End(reader.End, kind);
        return parcels;
    }
}
