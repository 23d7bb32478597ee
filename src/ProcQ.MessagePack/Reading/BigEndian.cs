using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ProcQ.MessagePack.Reading;

/// <summary>Reads big-endian numbers that follow a code byte.</summary>
internal static class BigEndian
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort After16(ref byte code)
    {
        var value = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref code, 1));
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint After32(ref byte code)
    {
        var value = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref code, 1));
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong After64(ref byte code)
    {
        var value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref code, 1));
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}
