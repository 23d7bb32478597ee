using ProcQ.MessagePack.Writing;

namespace ProcQ.MessagePack.Formatters.Objects;

/// <summary>Writes boxed primitives: integers and enums at the width of their type.</summary>
internal static class ObjectPrimitives
{
    public static bool TryWrite(ref MessagePackWriter writer, object value)
    {
        // For an enum this is the code of its underlying type.
        switch (Type.GetTypeCode(value.GetType()))
        {
            case TypeCode.Boolean:
                writer.Write((bool)value);
                return true;
            case TypeCode.Char:
                writer.Write((char)value);
                return true;
            case TypeCode.Single:
                writer.Write((float)value);
                return true;
            case TypeCode.Double:
                writer.Write((double)value);
                return true;
            case TypeCode.String:
                writer.Write((string)value);
                return true;
            case TypeCode.DateTime:
                TimestampEncoding.Write(ref writer, (DateTime)value);
                return true;
            case var code and >= TypeCode.SByte and <= TypeCode.UInt64:
                WriteInteger(ref writer, value, code);
                return true;
            default:
                return false;
        }
    }

    private static void WriteInteger(ref MessagePackWriter writer, object value, TypeCode code)
    {
        ref var at = ref writer.Reserve(IntegerEncoding.MaxBytes64);
        switch (code)
        {
            case TypeCode.Byte:
                IntegerEncoding.Fixed8(ref at, MessagePackCode.UInt8, (byte)value);
                writer.Advance(2);
                break;
            case TypeCode.SByte:
                IntegerEncoding.Fixed8(ref at, MessagePackCode.Int8, (byte)(sbyte)value);
                writer.Advance(2);
                break;
            case TypeCode.Int16:
                IntegerEncoding.Fixed16(ref at, MessagePackCode.Int16, (ushort)(short)value);
                writer.Advance(3);
                break;
            case TypeCode.UInt16:
                IntegerEncoding.Fixed16(ref at, MessagePackCode.UInt16, (ushort)value);
                writer.Advance(3);
                break;
            case TypeCode.Int32:
                IntegerEncoding.Fixed32(ref at, MessagePackCode.Int32, (uint)(int)value);
                writer.Advance(5);
                break;
            case TypeCode.UInt32:
                IntegerEncoding.Fixed32(ref at, MessagePackCode.UInt32, (uint)value);
                writer.Advance(5);
                break;
            case TypeCode.Int64:
                IntegerEncoding.Fixed64(ref at, MessagePackCode.Int64, (ulong)(long)value);
                writer.Advance(9);
                break;
            default:
                IntegerEncoding.Fixed64(ref at, MessagePackCode.UInt64, (ulong)value);
                writer.Advance(9);
                break;
        }
    }
}
