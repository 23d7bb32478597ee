namespace ProcQ.Tests.MessagePack.Vectors;

/// <summary>
/// One line of a file of golden bytes: a name, the bytes (cut ones say how many there were) and what reading gives, if the line says.
/// </summary>
public sealed record VectorLine(string Section, string Name, string Hex, string? Arrow)
{
    private const string CutMark = "...(";

    public bool IsRefusal =>
        Hex.StartsWith("THROWS", StringComparison.Ordinal) || Arrow?.StartsWith("THROWS", StringComparison.Ordinal) == true;

    /// <summary>The bytes that are in the file; the rest of a cut line is zeroes.</summary>
    public byte[] Bytes
    {
        get
        {
            var cut = Hex.IndexOf(CutMark, StringComparison.Ordinal);
            if (cut < 0)
                return Convert.FromHexString(Hex);
            var bytes = new byte[Length];
            Convert.FromHexString(Hex[..cut]).CopyTo(bytes, 0);
            return bytes;
        }
    }

    public bool IsCut => Hex.Contains(CutMark, StringComparison.Ordinal);

    private int Length =>
        int.Parse(
            Hex[(Hex.IndexOf(CutMark, StringComparison.Ordinal) + CutMark.Length)..].Split(' ')[0],
            System.Globalization.CultureInfo.InvariantCulture
        );

    public void AssertEqual(byte[] written)
    {
        var hex = Convert.ToHexStringLower(written);
        if (!IsCut)
        {
            Assert.Equal(Hex, hex);
            return;
        }

        Assert.StartsWith(Hex[..Hex.IndexOf(CutMark, StringComparison.Ordinal)], hex, StringComparison.Ordinal);
        Assert.Equal(Length, written.Length);
    }

    public override string ToString() => $"{Section} | {Name}";
}
