namespace ProcQ.Tests.MessagePack.Hostile;

/// <summary>Damages bytes: one to three changes, each a flipped bit, a new byte, a code that matters, a cut, a repeat or an insertion.</summary>
internal static class Mutation
{
    private static readonly byte[] Codes =
    [
        0x00,
        0x80,
        0x90,
        0xa0,
        0xc0,
        0xc1,
        0xc6,
        0xc7,
        0xc9,
        0xcf,
        0xd3,
        0xd6,
        0xdb,
        0xdd,
        0xdf,
        0xff,
    ];

    public static byte[] Of(byte[] good, Random random)
    {
        var bytes = (byte[])good.Clone();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            bytes = Change(bytes, random);
        return bytes;
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];
        var at = random.Next(bytes.Length);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                bytes[at] = Codes[random.Next(Codes.Length)];
                return bytes;
            case 3:
                return bytes[..at];
            case 4:
                return [.. bytes[..at], .. bytes[at..], .. bytes[at..Math.Min(bytes.Length, at + 8)]];
            default:
                return [.. bytes[..at], Codes[random.Next(Codes.Length)], .. bytes[at..]];
        }
    }
}
