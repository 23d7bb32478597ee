namespace ProcQ.Tests.Fuzzing;

/// <summary>Bytes that come in pieces of 1, 2, 3 ... bytes.</summary>
internal sealed class PieceStream(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    private int _piece;

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, ++_piece)]);
}
