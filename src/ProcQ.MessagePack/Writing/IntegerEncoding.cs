using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ProcQ.MessagePack.Writing;

/// <summary>
/// Writes integers in their smallest form to a place that is known to have room, and says how many bytes that took. Non-negative values use the
/// unsigned codes whatever their .NET type.
/// </summary>
internal static class IntegerEncoding
{
    public const int MaxBytes32 = 5;
    public const int MaxBytes64 = 9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(ref byte at, uint value)
    {
        if (value <= MessagePackCode.MaxFixInt)
        {
            at = (byte)value;
            return 1;
        }

        return WriteWide(ref at, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(ref byte at, int value) => value >= 0 ? Write(ref at, (uint)value) : WriteNegative(ref at, value);

    public static int Write(ref byte at, ulong value)
    {
        if (value <= uint.MaxValue)
            return Write(ref at, (uint)value);
        Fixed64(ref at, MessagePackCode.UInt64, value);
        return 9;
    }

    public static int Write(ref byte at, long value)
    {
        if (value >= 0)
            return Write(ref at, (ulong)value);
        if (value >= int.MinValue)
            return WriteNegative(ref at, (int)value);
        Fixed64(ref at, MessagePackCode.Int64, (ulong)value);
        return 9;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fixed8(ref byte at, byte code, byte value)
    {
        at = code;
        Unsafe.Add(ref at, 1) = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fixed16(ref byte at, byte code, ushort value)
    {
        at = code;
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref at, 1), BigEndian(value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fixed32(ref byte at, byte code, uint value)
    {
        at = code;
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref at, 1), BigEndian(value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fixed64(ref byte at, byte code, ulong value)
    {
        at = code;
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref at, 1), BigEndian(value));
    }

    private static int WriteWide(ref byte at, uint value)
    {
        if (value <= byte.MaxValue)
        {
            Fixed8(ref at, MessagePackCode.UInt8, (byte)value);
            return 2;
        }

        if (value <= ushort.MaxValue)
        {
            Fixed16(ref at, MessagePackCode.UInt16, (ushort)value);
            return 3;
        }

        Fixed32(ref at, MessagePackCode.UInt32, value);
        return 5;
    }

    private static int WriteNegative(ref byte at, int value)
    {
        if (value >= -32)
        {
            at = (byte)value;
            return 1;
        }

        if (value >= sbyte.MinValue)
        {
            Fixed8(ref at, MessagePackCode.Int8, (byte)value);
            return 2;
        }

        if (value >= short.MinValue)
        {
            Fixed16(ref at, MessagePackCode.Int16, (ushort)value);
            return 3;
        }

        Fixed32(ref at, MessagePackCode.Int32, (uint)value);
        return 5;
    }

    private static ushort BigEndian(ushort value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static uint BigEndian(uint value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static ulong BigEndian(ulong value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
