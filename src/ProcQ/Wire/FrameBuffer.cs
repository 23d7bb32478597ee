using System.Buffers;
using System.Buffers.Binary;

namespace ProcQ.Wire;

/// <summary>Frames on their way out, one behind the other in one array. Large payloads can be left where they are, as holes.</summary>
internal sealed class FrameBuffer : IBufferWriter<byte>
{
    /// <summary>A payload of so many bytes is better left where it is than copied.</summary>
    public const int LeftInPlaceBytes = 32 * 1024;

    private const int InitialBytes = 8 * 1024;
    private const int KeptBytes = 4 * 1024 * 1024;

    private Hole[] _holes = new Hole[4];
    private int _holeCount;
    private byte[] _bytes = new byte[InitialBytes];
    private int _frame = -1;

    /// <summary>Bytes written, holes not counted.</summary>
    public int Length { get; private set; }

    public bool IsEmpty => Length == 0;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Starts a frame; the data follows through the writer interface.</summary>
    public void Begin()
    {
        if (_frame >= 0)
            throw new InvalidOperationException("The frame before has not ended.");
        _frame = Length;
        var span = GetSpan(Frame.PrefixBytes + 1);
        span[Frame.PrefixBytes] = Frame.ArrayOfThree;
        Advance(Frame.PrefixBytes + 1);
    }

    /// <summary>Ends the frame that was begun.</summary>
    public void End(FrameKind kind, long order) => End(kind, order, default);

    /// <summary>Ends the frame; <paramref name="payload"/> is the last of its data and is not copied: it must not change until it is written.</summary>
    public void End(FrameKind kind, long order, ReadOnlyMemory<byte> payload)
    {
        if (_frame < 0)
            throw new InvalidOperationException("No frame was begun.");
        if (payload.Length > 0)
            AddHole(payload);
        var trailer = GetSpan(Frame.TrailerBytes);
        trailer[0] = (byte)kind;
        trailer[1] = Frame.Int64;
        BinaryPrimitives.WriteInt64BigEndian(trailer[2..], order);
        Advance(Frame.TrailerBytes);
        var body = Length - _frame - Frame.PrefixBytes + (long)payload.Length;
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(_frame), checked((uint)body));
        _frame = -1;
    }

    /// <summary>Forgets what was written after <paramref name="length"/>, a frame begun there included.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
        if (_frame >= length)
            _frame = -1;
    }

    public void Clear()
    {
        Length = 0;
        _frame = -1;
        Array.Clear(_holes, 0, _holeCount);
        _holeCount = 0;
        if (_bytes.Length > KeptBytes)
            _bytes = new byte[InitialBytes];
    }

    /// <summary>The whole output in order, holes filled.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        var from = 0;
        for (var i = 0; i < _holeCount; i++)
        {
            yield return _bytes.AsMemory(from, _holes[i].Position - from);
            yield return _holes[i].Payload;
            from = _holes[i].Position;
        }

        yield return _bytes.AsMemory(from, Length - from);
    }

    public bool HasHoles => _holeCount > 0;

    public void Advance(int count)
    {
        if (count < 0 || count > _bytes.Length - Length)
            throw new ArgumentOutOfRangeException(nameof(count), count, "More than was asked for.");
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void AddHole(ReadOnlyMemory<byte> payload)
    {
        if (_holeCount == _holes.Length)
            Array.Resize(ref _holes, _holeCount * 2);
        _holes[_holeCount++] = new Hole(Length, payload);
    }

    private void Grow(int sizeHint)
    {
        var needed = Length + (long)Math.Max(sizeHint, 256);
        if (needed <= _bytes.Length)
            return;
        var size = (int)Math.Min(Math.Max(needed, _bytes.Length * 2L), Array.MaxLength);
        if (size < needed)
            throw new ProtocolException($"{needed} bytes do not fit into one frame.");
        // Nothing is read before it is written, so nothing need be zeroed.
        var bytes = GC.AllocateUninitializedArray<byte>(size);
        _bytes.AsSpan(0, Length).CopyTo(bytes);
        _bytes = bytes;
    }

    private readonly record struct Hole(int Position, ReadOnlyMemory<byte> Payload);
}
