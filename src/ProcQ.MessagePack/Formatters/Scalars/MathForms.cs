using System.Buffers.Binary;
using System.Collections;
using System.Numerics;

namespace ProcQ.MessagePack.Formatters.Scalars;

// A family of small types: each names the encoding of one type of number.

internal readonly struct HalfForm : IScalarForm<Half>
{
    public static void Write(ref MessagePackWriter writer, Half value) => writer.Write((float)value);

    public static Half Read(ref MessagePackReader reader) => (Half)reader.ReadSingle();
}

internal readonly struct BigIntegerForm : IScalarForm<BigInteger>
{
    public static void Write(ref MessagePackWriter writer, BigInteger value) => writer.WriteBinary(value.ToByteArray());

    public static BigInteger Read(ref MessagePackReader reader) => new(reader.ReadBytesSpan());
}

internal readonly struct Int128Form : IScalarForm<Int128>
{
    public static void Write(ref MessagePackWriter writer, Int128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128LittleEndian(bytes, value);
        writer.WriteBinary(bytes);
    }

    public static Int128 Read(ref MessagePackReader reader)
    {
        var bytes = reader.ReadBytesSpan();
        return bytes.Length == 16
            ? BinaryPrimitives.ReadInt128LittleEndian(bytes)
            : throw reader.Fault($"An Int128 has 16 bytes, not {bytes.Length}.");
    }
}

internal readonly struct UInt128Form : IScalarForm<UInt128>
{
    public static void Write(ref MessagePackWriter writer, UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, value);
        writer.WriteBinary(bytes);
    }

    public static UInt128 Read(ref MessagePackReader reader)
    {
        var bytes = reader.ReadBytesSpan();
        return bytes.Length == 16
            ? BinaryPrimitives.ReadUInt128LittleEndian(bytes)
            : throw reader.Fault($"A UInt128 has 16 bytes, not {bytes.Length}.");
    }
}

internal readonly struct ComplexForm : IScalarForm<Complex>
{
    public static void Write(ref MessagePackWriter writer, Complex value)
    {
        writer.WriteArrayHeader(2);
        writer.Write(value.Real);
        writer.Write(value.Imaginary);
    }

    public static Complex Read(ref MessagePackReader reader)
    {
        Counts.Read(ref reader, 2, nameof(Complex));
        return new Complex(reader.ReadDouble(), reader.ReadDouble());
    }
}

internal readonly struct BitArrayForm : IScalarForm<BitArray>
{
    public static void Write(ref MessagePackWriter writer, BitArray value)
    {
        writer.WriteArrayHeader(value.Count);
        for (var i = 0; i < value.Count; i++)
            writer.Write(value[i]);
    }

    public static BitArray Read(ref MessagePackReader reader)
    {
        var bits = new BitArray(reader.ReadArrayHeader());
        for (var i = 0; i < bits.Count; i++)
            bits[i] = reader.ReadBoolean();
        return bits;
    }
}
