using System.Runtime.CompilerServices;
using ProcQ.MessagePack.Reading;
using ProcQ.MessagePack.Writing;

namespace ProcQ.MessagePack.Formatters.Scalars;

// A family of one-line types: each names the encoding of one primitive.

internal readonly struct BooleanForm : IPrimitiveForm<bool>
{
    public int MaxBytes => 1;

    public int Encode(ref byte at, bool value)
    {
        at = value ? MessagePackCode.True : MessagePackCode.False;
        return 1;
    }

    public bool Read(ref MessagePackReader reader) => reader.ReadBoolean();
}

internal readonly struct ByteForm : IPrimitiveForm<byte>
{
    public int MaxBytes => IntegerEncoding.MaxBytes32;

    public int Encode(ref byte at, byte value) => IntegerEncoding.Write(ref at, (uint)value);

    public byte Read(ref MessagePackReader reader) => IntegerDecoding.ReadByte(ref reader.Bytes);
}

internal readonly struct SByteForm : IPrimitiveForm<sbyte>
{
    public int MaxBytes => IntegerEncoding.MaxBytes32;

    public int Encode(ref byte at, sbyte value) => IntegerEncoding.Write(ref at, (int)value);

    public sbyte Read(ref MessagePackReader reader) => IntegerDecoding.ReadSByte(ref reader.Bytes);
}

internal readonly struct Int16Form : IPrimitiveForm<short>
{
    public int MaxBytes => IntegerEncoding.MaxBytes32;

    public int Encode(ref byte at, short value) => IntegerEncoding.Write(ref at, (int)value);

    public short Read(ref MessagePackReader reader) => IntegerDecoding.ReadInt16(ref reader.Bytes);
}

internal readonly struct UInt16Form : IPrimitiveForm<ushort>
{
    public int MaxBytes => IntegerEncoding.MaxBytes32;

    public int Encode(ref byte at, ushort value) => IntegerEncoding.Write(ref at, (uint)value);

    public ushort Read(ref MessagePackReader reader) => IntegerDecoding.ReadUInt16(ref reader.Bytes);
}

internal readonly struct CharForm : IPrimitiveForm<char>
{
    public int MaxBytes => IntegerEncoding.MaxBytes32;

    public int Encode(ref byte at, char value) => IntegerEncoding.Write(ref at, (uint)value);

    public char Read(ref MessagePackReader reader) => IntegerDecoding.ReadChar(ref reader.Bytes);
}

internal readonly struct Int32Form : IPrimitiveForm<int>
{
    public int MaxBytes => IntegerEncoding.MaxBytes32;

    public int Encode(ref byte at, int value) => IntegerEncoding.Write(ref at, value);

    public int Read(ref MessagePackReader reader) => IntegerDecoding.ReadInt32(ref reader.Bytes);
}

internal readonly struct UInt32Form : IPrimitiveForm<uint>
{
    public int MaxBytes => IntegerEncoding.MaxBytes32;

    public int Encode(ref byte at, uint value) => IntegerEncoding.Write(ref at, value);

    public uint Read(ref MessagePackReader reader) => IntegerDecoding.ReadUInt32(ref reader.Bytes);
}

internal readonly struct Int64Form : IPrimitiveForm<long>
{
    public int MaxBytes => IntegerEncoding.MaxBytes64;

    public int Encode(ref byte at, long value) => IntegerEncoding.Write(ref at, value);

    public long Read(ref MessagePackReader reader) => IntegerDecoding.ReadInt64(ref reader.Bytes);
}

internal readonly struct UInt64Form : IPrimitiveForm<ulong>
{
    public int MaxBytes => IntegerEncoding.MaxBytes64;

    public int Encode(ref byte at, ulong value) => IntegerEncoding.Write(ref at, value);

    public ulong Read(ref MessagePackReader reader) => IntegerDecoding.ReadUInt64(ref reader.Bytes);
}

internal readonly struct SingleForm : IPrimitiveForm<float>
{
    public int MaxBytes => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Encode(ref byte at, float value)
    {
        IntegerEncoding.Fixed32(ref at, MessagePackCode.Float32, BitConverter.SingleToUInt32Bits(value));
        return 5;
    }

    public float Read(ref MessagePackReader reader) => FloatDecoding.ReadSingle(ref reader.Bytes);
}

internal readonly struct DoubleForm : IPrimitiveForm<double>
{
    public int MaxBytes => 9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Encode(ref byte at, double value)
    {
        IntegerEncoding.Fixed64(ref at, MessagePackCode.Float64, BitConverter.DoubleToUInt64Bits(value));
        return 9;
    }

    public double Read(ref MessagePackReader reader) => FloatDecoding.ReadDouble(ref reader.Bytes);
}
