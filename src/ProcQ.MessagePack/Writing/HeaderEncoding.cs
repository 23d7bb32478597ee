namespace ProcQ.MessagePack.Writing;

/// <summary>Writes the headers of values with a length to a place with room for five bytes (six for extensions).</summary>
internal static class HeaderEncoding
{
    public const int MaxBytes = 6;

    public static int Array(ref byte at, uint count)
    {
        if (count <= 15)
        {
            at = (byte)(MessagePackCode.FixArray | count);
            return 1;
        }

        return Wide(ref at, MessagePackCode.Array16, MessagePackCode.Array32, count);
    }

    public static int Map(ref byte at, uint count)
    {
        if (count <= 15)
        {
            at = (byte)(MessagePackCode.FixMap | count);
            return 1;
        }

        return Wide(ref at, MessagePackCode.Map16, MessagePackCode.Map32, count);
    }

    public static int String(ref byte at, uint bytes)
    {
        if (bytes <= 31)
        {
            at = (byte)(MessagePackCode.FixStr | bytes);
            return 1;
        }

        if (bytes <= byte.MaxValue)
        {
            IntegerEncoding.Fixed8(ref at, MessagePackCode.Str8, (byte)bytes);
            return 2;
        }

        return Wide(ref at, MessagePackCode.Str16, MessagePackCode.Str32, bytes);
    }

    public static int Binary(ref byte at, uint bytes)
    {
        if (bytes <= byte.MaxValue)
        {
            IntegerEncoding.Fixed8(ref at, MessagePackCode.Bin8, (byte)bytes);
            return 2;
        }

        return Wide(ref at, MessagePackCode.Bin16, MessagePackCode.Bin32, bytes);
    }

    public static int Extension(ref byte at, sbyte type, uint bytes)
    {
        var written = ExtensionLength(ref at, bytes);
        System.Runtime.CompilerServices.Unsafe.Add(ref at, written) = (byte)type;
        return written + 1;
    }

    private static int ExtensionLength(ref byte at, uint bytes)
    {
        var fixedCode = bytes switch
        {
            1 => MessagePackCode.FixExt1,
            2 => MessagePackCode.FixExt2,
            4 => MessagePackCode.FixExt4,
            8 => MessagePackCode.FixExt8,
            16 => MessagePackCode.FixExt16,
            _ => (byte)0,
        };
        if (fixedCode != 0)
        {
            at = fixedCode;
            return 1;
        }

        if (bytes <= byte.MaxValue)
        {
            IntegerEncoding.Fixed8(ref at, MessagePackCode.Ext8, (byte)bytes);
            return 2;
        }

        return Wide(ref at, MessagePackCode.Ext16, MessagePackCode.Ext32, bytes);
    }

    private static int Wide(ref byte at, byte code16, byte code32, uint count)
    {
        if (count <= ushort.MaxValue)
        {
            IntegerEncoding.Fixed16(ref at, code16, (ushort)count);
            return 3;
        }

        IntegerEncoding.Fixed32(ref at, code32, count);
        return 5;
    }
}
