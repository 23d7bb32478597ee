namespace ProcQ.Functions;

/// <summary>A function in the form that travels. Equal bytes mean the same function with the same captured values.</summary>
internal class FunctionDefinition(string name, ReadOnlyMemory<byte> bytes, bool hasCaptures)
{
    /// <summary>One MessagePack value: <c>[delegate type, method, target]</c>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>False when the function takes nothing along; its definition is then made once per process.</summary>
    public bool HasCaptures { get; } = hasCaptures;

    /// <summary>
    /// Worth keeping, by the pool and by workers that were told of it, when no call uses it: the next call may bring the same captured values. One that
    /// is handed over anew with each batch is not.
    /// </summary>
    public virtual bool MayRecur => true;

    /// <summary>Of the bytes, made where the definition is made: it may be megabytes, and whoever looks it up later holds a lock.</summary>
    public int BytesHash { get; } = hasCaptures ? HashOf(bytes.Span) : 0;

    /// <summary>For errors, logs and statistics: <c>Program.Main lambda</c>.</summary>
    public string Name { get; } = name;

    public override string ToString() => Name;

    private static int HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}
