using System.Buffers;

namespace ProcQ.Wire;

/// <summary>
/// A copy of what lies in a reader's buffer, kept when the reader goes on. Large ones are borrowed from the array pool: fresh memory of that size
/// costs more than the copy. <see cref="Release"/> gives it back, once; one that is never released is merely collected.
/// </summary>
internal readonly struct KeptBytes
{
    private const int WorthBorrowing = 32 * 1024;

    private readonly byte[] _array;
    private readonly int _length;
    private readonly bool _borrowed;

    private KeptBytes(byte[] own) => (_array, _length) = (own, own.Length);

    public KeptBytes(in ReadOnlySequence<byte> bytes)
    {
        _length = checked((int)bytes.Length);
        _borrowed = _length >= WorthBorrowing;
        _array = _borrowed ? ArrayPool<byte>.Shared.Rent(_length) : new byte[_length];
        bytes.CopyTo(_array);
    }

    public int Length => _length;

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, _length);

    /// <summary>The same bytes for readers of their own, however many: nothing has to be given back.</summary>
    public KeptBytes Copy() => new(Memory.ToArray());

    /// <summary>Nobody reads the bytes any more.</summary>
    public void Release()
    {
        if (_borrowed)
            ArrayPool<byte>.Shared.Return(_array);
    }
}
