using System.Buffers;

namespace ProcQ.Calls;

/// <summary>Where arguments are encoded. Its array can be given away when what is in it is large.</summary>
internal sealed class ArgumentBuffer : IBufferWriter<byte>
{
    private const int InitialBytes = 1024;

    public byte[] Bytes { get; private set; } = new byte[InitialBytes];

    public int Length { get; private set; }

    public void Clear() => Length = 0;

    /// <summary>The array now belongs to somebody else.</summary>
    public void Surrender() => Bytes = new byte[InitialBytes];

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return Bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return Bytes.AsSpan(Length);
    }

    private void Grow(int sizeHint)
    {
        var needed = Length + (long)Math.Max(sizeHint, 64);
        if (needed <= Bytes.Length)
            return;
        if (needed > Array.MaxLength)
            throw new NotTransferableException(
                $"An argument of more than {Array.MaxLength} bytes cannot travel; hand over a file name instead."
            );
        // Nothing is read before it is written, so nothing need be zeroed.
        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, Math.Max(needed, Bytes.Length * 2L)));
        Bytes.AsSpan(0, Length).CopyTo(bytes);
        Bytes = bytes;
    }
}
