namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>Headers of arrays whose length is fixed by their type.</summary>
internal static class Counts
{
    public static void Read(ref MessagePackReader reader, int expected, string type)
    {
        var count = reader.ReadArrayHeader();
        if (count != expected)
            throw reader.Fault($"A {type} is an array of {expected}, not of {count}.");
    }
}
