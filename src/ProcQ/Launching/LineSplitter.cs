using System.Text;

namespace ProcQ.Launching;

/// <summary>Cuts a stream of bytes into lines of bounded length. One stream, one reader: not synchronized.</summary>
internal sealed class LineSplitter(Action<string> onLine)
{
    /// <summary>A line without an end is handed on in pieces of this size, so that it never grows the parent.</summary>
    public const int MaxLineBytes = 8 * 1024;

    private readonly byte[] _line = new byte[MaxLineBytes];
    private int _length;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            Hold(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
                return;
            HandOn(TrimReturn());
            _length = 0;
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>The stream ended: what is left is a line, too.</summary>
    public void End()
    {
        if (_length > 0)
            HandOn(_length);
        _length = 0;
    }

    private void Hold(ReadOnlySpan<byte> part)
    {
        while (!part.IsEmpty)
        {
            if (_length == MaxLineBytes)
                HandOnPiece();
            var fits = Math.Min(part.Length, MaxLineBytes - _length);
            part[..fits].CopyTo(_line.AsSpan(_length));
            _length += fits;
            part = part[fits..];
        }
    }

    // Cuts before an unfinished character, whose bytes begin the next piece.
    private void HandOnPiece()
    {
        var cut = _length;
        while (cut > _length - 4 && (_line[cut - 1] & 0xC0) == 0x80)
            cut--;
        cut = cut > _length - 4 && _line[cut - 1] >= 0xC0 ? cut - 1 : _length;
        HandOn(cut);
        _line.AsSpan(cut, _length - cut).CopyTo(_line);
        _length -= cut;
    }

    private int TrimReturn() => _length > 0 && _line[_length - 1] == (byte)'\r' ? _length - 1 : _length;

    private void HandOn(int length) => onLine(Encoding.UTF8.GetString(_line, 0, length));
}
