using System.Runtime.CompilerServices;

namespace ProcQ.MessagePack.Reading;

/// <summary>Reads the headers of values with a length. What it returns never exceeds what an int holds.</summary>
internal static class HeaderDecoding
{
    public static int ArrayLength(ref ByteCursor bytes)
    {
        var code = bytes.Peek();
        switch (code)
        {
            case >= MessagePackCode.FixArray and < MessagePackCode.FixStr:
                bytes.Advance(1);
                return code & 0x0f;
            case MessagePackCode.Array16:
                return BigEndian.After16(ref bytes.Take(3));
            case MessagePackCode.Array32:
                return Long(ref bytes);
            default:
                throw bytes.Unexpected("an array");
        }
    }

    public static int MapLength(ref ByteCursor bytes)
    {
        var code = bytes.Peek();
        switch (code)
        {
            case >= MessagePackCode.FixMap and < MessagePackCode.FixArray:
                bytes.Advance(1);
                return code & 0x0f;
            case MessagePackCode.Map16:
                return BigEndian.After16(ref bytes.Take(3));
            case MessagePackCode.Map32:
                return Long(ref bytes);
            default:
                throw bytes.Unexpected("a map");
        }
    }

    public static int StringLength(ref ByteCursor bytes) =>
        TryStringLength(ref bytes, bytes.Peek(), out var length) ? length : throw bytes.Unexpected("a string");

    /// <summary>The length of raw bytes. Writers of the old specification have no bin, they write strings.</summary>
    public static int BinaryLength(ref ByteCursor bytes)
    {
        var code = bytes.Peek();
        switch (code)
        {
            case MessagePackCode.Bin8:
                return Unsafe.Add(ref bytes.Take(2), 1);
            case MessagePackCode.Bin16:
                return BigEndian.After16(ref bytes.Take(3));
            case MessagePackCode.Bin32:
                return Long(ref bytes);
            default:
                return TryStringLength(ref bytes, code, out var length) ? length : throw bytes.Unexpected("binary");
        }
    }

    public static int ExtensionLength(ref ByteCursor bytes, out sbyte type)
    {
        int length;
        switch (bytes.Peek())
        {
            case var code and >= MessagePackCode.FixExt1 and <= MessagePackCode.FixExt16:
                length = 1 << (code - MessagePackCode.FixExt1);
                bytes.Advance(1);
                break;
            case MessagePackCode.Ext8:
                length = Unsafe.Add(ref bytes.Take(2), 1);
                break;
            case MessagePackCode.Ext16:
                length = BigEndian.After16(ref bytes.Take(3));
                break;
            case MessagePackCode.Ext32:
                length = Long(ref bytes);
                break;
            default:
                throw bytes.Unexpected("an extension");
        }

        type = (sbyte)bytes.Take(1);
        return length;
    }

    private static bool TryStringLength(ref ByteCursor bytes, byte code, out int length)
    {
        switch (code)
        {
            case >= MessagePackCode.FixStr and < MessagePackCode.Nil:
                bytes.Advance(1);
                length = code & 0x1f;
                return true;
            case MessagePackCode.Str8:
                length = Unsafe.Add(ref bytes.Take(2), 1);
                return true;
            case MessagePackCode.Str16:
                length = BigEndian.After16(ref bytes.Take(3));
                return true;
            case MessagePackCode.Str32:
                length = Long(ref bytes);
                return true;
            default:
                length = 0;
                return false;
        }
    }

    private static int Long(ref ByteCursor bytes)
    {
        var offset = bytes.Consumed;
        var length = BigEndian.After32(ref bytes.Take(5));
        return length <= int.MaxValue ? (int)length : throw ReadFaults.LengthTooLarge(offset, length);
    }
}
