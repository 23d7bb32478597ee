namespace ProcQ.MessagePack.Reading;

/// <summary>
/// Passes over values by counting what is still owed instead of recursing, so that a million nested arrays need no stack.
/// </summary>
internal static class ValueSkipping
{
    public static void Skip(ref ByteCursor bytes)
    {
        for (long owed = 1; owed > 0; owed--)
        {
            // Every value owed takes at least a byte; without this a chain of huge counts could overflow the sum.
            if (owed > bytes.Remaining)
                throw ReadFaults.EndOfBytes(bytes.Consumed, owed, bytes.Remaining);
            owed += SkipOne(ref bytes);
        }
    }

    /// <summary>As <see cref="Skip(ref ByteCursor)"/>; says no and stops where a value nests deeper than <paramref name="levels"/>.</summary>
    public static bool TrySkip(ref ByteCursor bytes, int levels)
    {
        // What the open containers around this one still owe. Each has taken a byte, so this is bounded by the bytes even where the levels are not.
        var outside = new Stack<long>();
        long owed = 1;
        while (true)
        {
            for (; owed == 0; owed = outside.Pop())
            {
                if (outside.Count == 0)
                    return true;
            }

            owed--;
            var inside = SkipOne(ref bytes);
            if (inside == 0)
                continue;
            if (outside.Count >= levels)
                return false;
            outside.Push(owed);
            owed = inside;
        }
    }

    /// <summary>Passes over a scalar or a header and says how many values it announced.</summary>
    private static long SkipOne(ref ByteCursor bytes)
    {
        var code = bytes.Peek();
        switch (MessagePackCode.TypeOf(code))
        {
            case MessagePackType.Integer:
            case MessagePackType.Float:
                bytes.Pass(ScalarLength(code));
                return 0;
            case MessagePackType.Nil:
            case MessagePackType.Boolean:
                bytes.Advance(1);
                return 0;
            case MessagePackType.String:
                bytes.Pass(HeaderDecoding.StringLength(ref bytes));
                return 0;
            case MessagePackType.Binary:
                bytes.Pass(HeaderDecoding.BinaryLength(ref bytes));
                return 0;
            case MessagePackType.Extension:
                bytes.Pass(HeaderDecoding.ExtensionLength(ref bytes, out _));
                return 0;
            case MessagePackType.Array:
                return HeaderDecoding.ArrayLength(ref bytes);
            case MessagePackType.Map:
                return 2L * HeaderDecoding.MapLength(ref bytes);
            default:
                throw bytes.Unexpected("a value");
        }
    }

    private static int ScalarLength(byte code) =>
        code switch
        {
            MessagePackCode.UInt8 or MessagePackCode.Int8 => 2,
            MessagePackCode.UInt16 or MessagePackCode.Int16 => 3,
            MessagePackCode.UInt32 or MessagePackCode.Int32 or MessagePackCode.Float32 => 5,
            MessagePackCode.UInt64 or MessagePackCode.Int64 or MessagePackCode.Float64 => 9,
            _ => 1,
        };
}
