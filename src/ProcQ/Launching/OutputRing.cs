using System.Text;

namespace ProcQ.Launching;

/// <summary>Keeps the last 64 KiB a worker wrote, however much that was. Both streams of a worker share one; the lock guards the bytes.</summary>
internal sealed class OutputRing
{
    public const int Capacity = 64 * 1024;

    private const int SmallestBuffer = 1024;

    private readonly Lock _lock = new();
    private byte[] _bytes = [];
    private long _written;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var kept = bytes.Length > Capacity ? bytes[^Capacity..] : bytes;
            _written += bytes.Length - kept.Length;
            Grow_NeedsLock(kept.Length);
            var start = (int)(_written % _bytes.Length);
            var first = Math.Min(kept.Length, _bytes.Length - start);
            kept[..first].CopyTo(_bytes.AsSpan(start));
            kept[first..].CopyTo(_bytes);
            _written += kept.Length;
        }
    }

    /// <summary>What is kept, as text; bytes that are no UTF-8 become replacement characters.</summary>
    public string Text()
    {
        lock (_lock)
        {
            if (_written <= _bytes.Length)
                return Encoding.UTF8.GetString(_bytes, 0, (int)_written);
            var start = (int)(_written % _bytes.Length);
            byte[] inOrder = [.. _bytes.AsSpan(start), .. _bytes.AsSpan(0, start)];
            return Encoding.UTF8.GetString(inOrder.AsSpan(CutCharacter(inOrder)));
        }
    }

    // Most workers write nothing or little. Growing copies nothing twice: until the full size is reached, nothing has wrapped.
    private void Grow_NeedsLock(int more)
    {
        if (_bytes.Length == Capacity || _written + more <= _bytes.Length)
            return;
        var size = Math.Max(SmallestBuffer, (long)_bytes.Length);
        while (size < _written + more && size < Capacity)
            size *= 2;
        Array.Resize(ref _bytes, (int)size);
    }

    /// <summary>The bytes at the front that are the rest of a character whose beginning was overwritten.</summary>
    private static int CutCharacter(ReadOnlySpan<byte> bytes)
    {
        var skipped = 0;
        while (skipped < 3 && (bytes[skipped] & 0xC0) == 0x80)
            skipped++;
        return skipped;
    }
}
