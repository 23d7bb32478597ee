using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ProcQ.Tests.Fuzzing;

/// <summary>
/// A second decoder, written from the MessagePack specification alone and with nothing of the product in it: one value as text, or null for bytes that are
/// none. It is slow, trusts nothing, and is short enough to be seen to be right.
/// </summary>
internal sealed class PlainDecoder(byte[] bytes)
{
    private readonly StringBuilder _text = new();
    private int _at;

    /// <summary>How many bytes the value took.</summary>
    public int Consumed => _at;

    public string? Describe() => TryValue() ? _text.ToString() : null;

    private bool TryValue()
    {
        if (!TryTake(1, out var head))
            return false;
        var code = head[0];
        return code switch
        {
            <= 0x7f => Say($"{code}"),
            <= 0x8f => TryMap(code & 15),
            <= 0x9f => TryArray(code & 15),
            <= 0xbf => TryBlock("str", code & 31),
            0xc0 => Say("nil"),
            0xc2 => Say("false"),
            0xc3 => Say("true"),
            0xc4 or 0xc5 or 0xc6 => TryNumber(1 << (code - 0xc4), out var length) && TryBlock("bin", length),
            0xc7 or 0xc8 or 0xc9 => TryNumber(1 << (code - 0xc7), out var length) && TryExtension(length),
            0xca => TryTake(4, out var bits) && Say($"f32:{Convert.ToHexStringLower(bits)}"),
            0xcb => TryTake(8, out var bits) && Say($"f64:{Convert.ToHexStringLower(bits)}"),
            >= 0xcc and <= 0xcf => TryUnsigned(1 << (code - 0xcc)),
            >= 0xd0 and <= 0xd3 => TrySigned(1 << (code - 0xd0)),
            >= 0xd4 and <= 0xd8 => TryExtension(1 << (code - 0xd4)),
            0xd9 or 0xda or 0xdb => TryNumber(1 << (code - 0xd9), out var length) && TryBlock("str", length),
            0xdc or 0xdd => TryNumber(2 << (code - 0xdc), out var count) && TryArray(count),
            0xde or 0xdf => TryNumber(2 << (code - 0xde), out var count) && TryMap(count),
            >= 0xe0 => Say(((sbyte)code).ToString(CultureInfo.InvariantCulture)),
            _ => false,
        };
    }

    private bool TryArray(long count) => TrySequence('[', count, ']');

    private bool TryMap(long entries) => TrySequence('{', 2 * entries, '}');

    private bool TrySequence(char open, long count, char close)
    {
        _text.Append(open);
        for (; count > 0; count--)
        {
            if (!TryValue())
                return false;
            _text.Append(',');
        }

        _text.Append(close);
        return true;
    }

    private bool TryExtension(long length) => TryTake(1, out var type) && TryBlock($"ext{(sbyte)type[0]}", length);

    private bool TryBlock(string kind, long length) =>
        TryTake(length, out var block) && Say($"{kind}:{Convert.ToHexStringLower(block)}");

    private bool TryUnsigned(int width)
    {
        if (!TryTake(width, out var digits))
            return false;
        var value = width switch
        {
            1 => digits[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(digits),
            4 => BinaryPrimitives.ReadUInt32BigEndian(digits),
            _ => BinaryPrimitives.ReadUInt64BigEndian(digits),
        };
        return Say(value.ToString(CultureInfo.InvariantCulture));
    }

    private bool TrySigned(int width)
    {
        if (!TryTake(width, out var digits))
            return false;
        var value = width switch
        {
            1 => (sbyte)digits[0],
            2 => BinaryPrimitives.ReadInt16BigEndian(digits),
            4 => BinaryPrimitives.ReadInt32BigEndian(digits),
            _ => BinaryPrimitives.ReadInt64BigEndian(digits),
        };
        return Say(value.ToString(CultureInfo.InvariantCulture));
    }

    private bool TryNumber(int width, out long number)
    {
        number = 0;
        if (!TryTake(width, out var digits))
            return false;
        foreach (var digit in digits)
            number = (number << 8) | digit;
        return true;
    }

    private bool TryTake(long count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (count > bytes.Length - _at)
            return false;
        taken = bytes.AsSpan(_at, (int)count);
        _at += (int)count;
        return true;
    }

    private bool Say(string text)
    {
        _text.Append(text);
        return true;
    }
}
