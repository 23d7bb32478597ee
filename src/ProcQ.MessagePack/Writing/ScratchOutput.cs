using System.Buffers;

namespace ProcQ.MessagePack.Writing;

/// <summary>A growing buffer that is rented for one call. One per thread is kept; a call inside a call gets another.</summary>
internal sealed class ScratchOutput : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 4096;
    private const int LargestKept = 1 << 20;

    [ThreadStatic]
    private static ScratchOutput? t_spare;

    private byte[] _buffer = new byte[FirstSize];
    private int _used;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _used);

    public static ScratchOutput Rent()
    {
        var output = t_spare ?? new ScratchOutput();
        t_spare = null;
        return output;
    }

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _buffer.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _buffer.AsSpan(_used);
    }

    public void Dispose()
    {
        _used = 0;
        if (_buffer.Length <= LargestKept)
            t_spare = this;
    }

    private void Ensure(int sizeHint)
    {
        var wanted = _used + Math.Max(sizeHint, 1L);
        if (wanted <= _buffer.Length)
            return;
        if (wanted > Array.MaxLength)
            throw new MessagePackException("The value is larger than an array of bytes can be.");
        Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(wanted, 2L * _buffer.Length)));
    }
}
