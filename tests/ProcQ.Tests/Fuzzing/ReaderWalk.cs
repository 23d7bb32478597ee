using System.Buffers;
using System.Globalization;
using System.Text;
using ProcQ.MessagePack;

namespace ProcQ.Tests.Fuzzing;

/// <summary>One value as the product's reader sees it, in the words of <see cref="PlainDecoder"/>.</summary>
internal static class ReaderWalk
{
    /// <summary>The value as text, and how many bytes it took; throws what the reader throws.</summary>
    public static (string Text, long Consumed) Describe(byte[] bytes)
    {
        var reader = new MessagePackReader(bytes.AsSpan());
        var text = new StringBuilder();
        Value(ref reader, text);
        return (text.ToString(), reader.Consumed);
    }

    private static void Value(ref MessagePackReader reader, StringBuilder text)
    {
        switch (reader.NextType)
        {
            case MessagePackType.Array:
                Sequence(ref reader, text, '[', reader.ReadArrayHeader(), ']');
                break;
            case MessagePackType.Map:
                Sequence(ref reader, text, '{', 2L * reader.ReadMapHeader(), '}');
                break;
            case MessagePackType.Extension:
                var length = reader.ReadExtensionHeader(out var type);
                var body = reader.ReadRaw(length);
                text.Append(CultureInfo.InvariantCulture, $"ext{type}:{Hex(body)}");
                break;
            default:
                text.Append(Scalar(ref reader));
                break;
        }
    }

    private static void Sequence(ref MessagePackReader reader, StringBuilder text, char open, long count, char close)
    {
        text.Append(open);
        for (; count > 0; count--)
        {
            Value(ref reader, text);
            text.Append(',');
        }

        text.Append(close);
    }

    private static string Scalar(ref MessagePackReader reader) =>
        reader.NextType switch
        {
            MessagePackType.Nil => Nil(ref reader),
            MessagePackType.Boolean => reader.ReadBoolean() ? "true" : "false",
            MessagePackType.String => $"str:{Convert.ToHexStringLower(reader.ReadStringUtf8())}",
            MessagePackType.Binary => $"bin:{Convert.ToHexStringLower(reader.ReadBytesSpan())}",
            MessagePackType.Float => reader.NextCode == 0xca
                ? $"f32:{BitConverter.SingleToUInt32Bits(reader.ReadSingle()):x8}"
                : $"f64:{BitConverter.DoubleToUInt64Bits(reader.ReadDouble()):x16}",
            MessagePackType.Integer => Integer(ref reader),
            // There is no value with this code, and whatever is asked for is refused.
            _ => Nil(ref reader),
        };

    private static string Nil(ref MessagePackReader reader)
    {
        reader.ReadNil();
        return "nil";
    }

    private static string Integer(ref MessagePackReader reader) =>
        reader.NextCode is <= 0x7f or (>= 0xcc and <= 0xcf)
            ? reader.ReadUInt64().ToString(CultureInfo.InvariantCulture)
            : reader.ReadInt64().ToString(CultureInfo.InvariantCulture);

    private static string Hex(in ReadOnlySequence<byte> bytes) => Convert.ToHexStringLower(bytes.ToArray());
}
