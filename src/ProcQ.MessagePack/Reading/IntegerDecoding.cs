using System.Runtime.CompilerServices;

namespace ProcQ.MessagePack.Reading;

/// <summary>Reads integers of any width; the target type only limits the range. Small values, one byte, are handled in the caller.</summary>
internal static class IntegerDecoding
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte ReadByte(ref ByteCursor bytes) => (byte)ReadRange(ref bytes, byte.MinValue, byte.MaxValue, "byte");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static sbyte ReadSByte(ref ByteCursor bytes) => (sbyte)ReadRange(ref bytes, sbyte.MinValue, sbyte.MaxValue, "sbyte");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short ReadInt16(ref ByteCursor bytes) => (short)ReadRange(ref bytes, short.MinValue, short.MaxValue, "short");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort ReadUInt16(ref ByteCursor bytes) =>
        (ushort)ReadRange(ref bytes, ushort.MinValue, ushort.MaxValue, "ushort");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char ReadChar(ref ByteCursor bytes) => (char)ReadRange(ref bytes, char.MinValue, char.MaxValue, "char");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReadInt32(ref ByteCursor bytes) => (int)ReadRange(ref bytes, int.MinValue, int.MaxValue, "int");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadUInt32(ref ByteCursor bytes) => (uint)ReadRange(ref bytes, uint.MinValue, uint.MaxValue, "uint");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ReadInt64(ref ByteCursor bytes) => (long)ReadRange(ref bytes, long.MinValue, long.MaxValue, "long");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadUInt64(ref ByteCursor bytes)
    {
        var code = bytes.Peek();
        if (code > MessagePackCode.MaxFixInt)
            return ReadWideUInt64(ref bytes, code);
        bytes.Advance(1);
        return code;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ReadRange(ref ByteCursor bytes, long min, long max, string type)
    {
        var code = bytes.Peek();
        if (code > MessagePackCode.MaxFixInt)
            return ReadWide(ref bytes, code, min, max, type);
        bytes.Advance(1);
        return code;
    }

    private static long ReadWide(ref ByteCursor bytes, byte code, long min, long max, string type)
    {
        var offset = bytes.Consumed;
        var value = ReadInt64(ref bytes, code, type);
        return value >= min && value <= max ? value : throw ReadFaults.OutOfRange(offset, type);
    }

    /// <summary>Reads an integer whose code was looked at already.</summary>
    public static long ReadInt64(ref ByteCursor bytes, byte code, string type = "long")
    {
        switch (code)
        {
            case <= MessagePackCode.MaxFixInt:
            case >= MessagePackCode.MinNegativeFixInt:
                bytes.Advance(1);
                return (sbyte)code;
            case MessagePackCode.UInt8:
                return Unsafe.Add(ref bytes.Take(2), 1);
            case MessagePackCode.UInt16:
                return BigEndian.After16(ref bytes.Take(3));
            case MessagePackCode.UInt32:
                return BigEndian.After32(ref bytes.Take(5));
            case MessagePackCode.Int8:
                return (sbyte)Unsafe.Add(ref bytes.Take(2), 1);
            case MessagePackCode.Int16:
                return (short)BigEndian.After16(ref bytes.Take(3));
            case MessagePackCode.Int32:
                return (int)BigEndian.After32(ref bytes.Take(5));
            case MessagePackCode.Int64:
                return (long)BigEndian.After64(ref bytes.Take(9));
            case MessagePackCode.UInt64:
                return Signed(ref bytes, type);
            default:
                throw bytes.Unexpected("an integer");
        }
    }

    private static ulong ReadWideUInt64(ref ByteCursor bytes, byte code)
    {
        if (code == MessagePackCode.UInt64)
            return BigEndian.After64(ref bytes.Take(9));
        var offset = bytes.Consumed;
        var value = ReadInt64(ref bytes, code, "ulong");
        return value >= 0 ? (ulong)value : throw ReadFaults.OutOfRange(offset, "ulong");
    }

    private static long Signed(ref ByteCursor bytes, string type)
    {
        var offset = bytes.Consumed;
        var value = BigEndian.After64(ref bytes.Take(9));
        return value <= long.MaxValue ? (long)value : throw ReadFaults.OutOfRange(offset, type);
    }
}
