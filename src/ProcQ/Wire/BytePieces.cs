namespace ProcQ.Wire;

/// <summary>Encoded values in one piece or several, in order; they belong to whoever keeps them.</summary>
internal sealed class BytePieces(IReadOnlyList<ReadOnlyMemory<byte>> pieces) : Cargo
{
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces => pieces;

    public override int Length => pieces.Sum(static piece => piece.Length);

    public override Cargo Copy() => this;

    /// <summary>All of it in one piece.</summary>
    public KeptBytes Join() => KeptBytes.Of(pieces);
}
