using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ProcQ.MessagePack.Writing;

namespace ProcQ.MessagePack.Reading;

/// <summary>
/// Reads many numbers in one loop over the bytes of one segment, where they are as they usually are. What is not, what is too large and what crosses into the next
/// segment is left to who reads them one by one.
/// </summary>
internal static class RunDecoding
{
    private const int Float64Bytes = 9;

    /// <summary>Reads the first of <paramref name="values"/>, as many as are there in their usual form; says how many.</summary>
    public static int Read<T>(ref ByteCursor bytes, Span<T> values)
    {
        if (typeof(T) == typeof(int))
            return ReadInt32s(ref bytes, As<T, int>(values));
        if (typeof(T) == typeof(long))
            return ReadInt64s(ref bytes, As<T, long>(values));
        return typeof(T) == typeof(double) ? ReadDoubles(ref bytes, As<T, double>(values)) : 0;
    }

    private static int ReadInt32s(ref ByteCursor bytes, Span<int> values)
    {
        var from = bytes.Segment;
        var (i, at) = (0, 0);
        for (; i < values.Length && at < from.Length; i++)
        {
            if (from[at] <= MessagePackCode.MaxFixInt)
                values[i] = from[at++];
            else if (TryWide(from, ref at, int.MinValue, int.MaxValue, out var value))
                values[i] = (int)value;
            else
                break;
        }

        bytes.Advance(at);
        return i;
    }

    private static int ReadInt64s(ref ByteCursor bytes, Span<long> values)
    {
        var from = bytes.Segment;
        var (i, at) = (0, 0);
        for (; i < values.Length && at < from.Length; i++)
        {
            if (from[at] <= MessagePackCode.MaxFixInt)
                values[i] = from[at++];
            else if (!TryWide(from, ref at, long.MinValue, long.MaxValue, out values[i]))
                break;
        }

        bytes.Advance(at);
        return i;
    }

    private static int ReadDoubles(ref ByteCursor bytes, Span<double> values)
    {
        var from = bytes.Segment;
        var (i, at) = (0, 0);
        for (
            ;
            i < values.Length && at <= from.Length - Float64Bytes && from[at] == MessagePackCode.Float64;
            i++, at += Float64Bytes
        )
            values[i] = BitConverter.UInt64BitsToDouble(BigEndian.After64(ref At(from, at)));
        bytes.Advance(at);
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryWide(ReadOnlySpan<byte> from, ref int at, long min, long max, out long value)
    {
        value = 0;
        if (at > from.Length - IntegerEncoding.MaxBytes64)
            return false;
        ref var code = ref At(from, at);
        int length;
        (value, length) = code switch
        {
            MessagePackCode.UInt16 => (BigEndian.After16(ref code), 3),
            MessagePackCode.UInt32 => (BigEndian.After32(ref code), 5),
            MessagePackCode.UInt8 => (Unsafe.Add(ref code, 1), 2),
            >= MessagePackCode.MinNegativeFixInt => ((sbyte)code, 1),
            MessagePackCode.Int32 => ((int)BigEndian.After32(ref code), 5),
            MessagePackCode.Int16 => ((short)BigEndian.After16(ref code), 3),
            MessagePackCode.Int64 => ((long)BigEndian.After64(ref code), 9),
            MessagePackCode.Int8 => ((sbyte)Unsafe.Add(ref code, 1), 2),
            _ => (0L, 0),
        };
        if (length == 0 || value < min || value > max)
            return false;
        at += length;
        return true;
    }

    private static Span<TTo> As<T, TTo>(Span<T> values) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<T, TTo>(ref MemoryMarshal.GetReference(values)), values.Length);

    private static ref byte At(ReadOnlySpan<byte> from, int at) => ref Unsafe.Add(ref MemoryMarshal.GetReference(from), at);
}
