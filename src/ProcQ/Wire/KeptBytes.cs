using System.Buffers;

namespace ProcQ.Wire;

/// <summary>
/// A copy of what lies in a reader's buffer, kept when the reader goes on. Large ones are borrowed from the array pool: fresh memory of that size
/// costs more than the copy. <see cref="Release"/> gives it back, once; one that is never released is merely collected.
/// </summary>
internal sealed class KeptBytes : Cargo
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

    /// <summary>Pieces that belong to somebody else, as one.</summary>
    public static KeptBytes Of(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        var all = new byte[pieces.Sum(static piece => piece.Length)];
        var at = 0;
        foreach (var piece in pieces)
        {
            piece.CopyTo(all.AsMemory(at));
            at += piece.Length;
        }

        return new KeptBytes(all);
    }

    public override int Length => _length;

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, _length);

    /// <inheritdoc/>
    public override Cargo Copy() => new KeptBytes(Memory.ToArray());

    /// <inheritdoc/>
    public override void Release()
    {
        if (_borrowed)
            ArrayPool<byte>.Shared.Return(_array);
    }
}
