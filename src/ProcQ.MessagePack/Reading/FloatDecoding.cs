namespace ProcQ.MessagePack.Reading;

/// <summary>Reads floating-point numbers; integers are accepted, as other writers shorten whole numbers to them.</summary>
internal static class FloatDecoding
{
    public static float ReadSingle(ref ByteCursor bytes)
    {
        var code = bytes.Peek();
        return code switch
        {
            MessagePackCode.Float32 => BitConverter.UInt32BitsToSingle(BigEndian.After32(ref bytes.Take(5))),
            MessagePackCode.Float64 => (float)BitConverter.UInt64BitsToDouble(BigEndian.After64(ref bytes.Take(9))),
            MessagePackCode.UInt64 => BigEndian.After64(ref bytes.Take(9)),
            _ when MessagePackCode.TypeOf(code) == MessagePackType.Integer => IntegerDecoding.ReadInt64(ref bytes, code),
            _ => throw bytes.Unexpected("a number"),
        };
    }

    public static double ReadDouble(ref ByteCursor bytes)
    {
        var code = bytes.Peek();
        return code switch
        {
            MessagePackCode.Float64 => BitConverter.UInt64BitsToDouble(BigEndian.After64(ref bytes.Take(9))),
            MessagePackCode.Float32 => BitConverter.UInt32BitsToSingle(BigEndian.After32(ref bytes.Take(5))),
            MessagePackCode.UInt64 => BigEndian.After64(ref bytes.Take(9)),
            _ when MessagePackCode.TypeOf(code) == MessagePackType.Integer => IntegerDecoding.ReadInt64(ref bytes, code),
            _ => throw bytes.Unexpected("a number"),
        };
    }
}
