using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcQ.MessagePack.Reading;

/// <summary>
/// A position in bytes that may lie in several segments. Everything works on the current segment's span; a value that crosses into the next
/// segment is gathered in a copy, which is rare.
/// </summary>
internal ref struct ByteCursor
{
    private readonly ReadOnlySequence<byte> _sequence;
    private readonly bool _hasSequence;

    // Made a sequence of only when one is asked for: the first one costs a process that has just started the compilation of what it is made by.
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly bool _hasMemory;
    private ReadOnlySpan<byte> _span;
    private int _at;
    private long _before;
    private SequencePosition _next;

    public ByteCursor(in ReadOnlySequence<byte> bytes)
    {
        _sequence = bytes;
        _hasSequence = true;
        _span = bytes.FirstSpan;
        Length = bytes.Length;
        if (_span.Length != Length)
            _next = bytes.GetPosition(_span.Length);
    }

    public ByteCursor(ReadOnlyMemory<byte> bytes)
    {
        _memory = bytes;
        _hasMemory = true;
        _span = bytes.Span;
        Length = bytes.Length;
    }

    public ByteCursor(ReadOnlySpan<byte> bytes)
    {
        _span = bytes;
        Length = bytes.Length;
    }

    public long Length { get; }

    public readonly long Consumed => _before + _at;

    public readonly long Remaining => Length - _before - _at;

    /// <summary>What is left of the current segment.</summary>
    public readonly ReadOnlySpan<byte> Segment => _span[_at..];

    /// <summary>The next byte; afterwards it is in the current segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Peek()
    {
        if ((uint)_at >= (uint)_span.Length)
            NextSegment();
        return Unsafe.Add(ref MemoryMarshal.GetReference(_span), _at);
    }

    /// <summary>Passes over bytes of the current segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int count) => _at += count;

    /// <summary>Passes over any number of bytes.</summary>
    public void Pass(long count)
    {
        if (count <= _span.Length - _at)
        {
            _at += (int)count;
            return;
        }

        EnsureRemaining(count);
        while (count > _span.Length - _at)
        {
            count -= _span.Length - _at;
            _at = _span.Length;
            NextSegment();
        }

        _at += (int)count;
    }

    /// <summary>The next few bytes, consumed; a reference to the first of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Take(int count)
    {
        if (_span.Length - _at < count)
            return ref MemoryMarshal.GetReference(Gather(count));
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetReference(_span), _at);
        _at += count;
        return ref first;
    }

    /// <summary>Consumes these bytes if they come next in the current segment; no is no proof that they do not come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(ReadOnlySpan<byte> expected)
    {
        if (!_span[_at..].StartsWith(expected))
            return false;
        _at += expected.Length;
        return true;
    }

    /// <summary>The next bytes, consumed, as one span.</summary>
    public ReadOnlySpan<byte> TakeSpan(int count)
    {
        if (_span.Length - _at < count)
            return Gather(count);
        var taken = _span.Slice(_at, count);
        _at += count;
        return taken;
    }

    /// <summary>The next bytes, consumed, without a copy where the source allows it.</summary>
    public ReadOnlySequence<byte> TakeSequence(int count)
    {
        if (!_hasSequence && !_hasMemory)
            return new ReadOnlySequence<byte>(TakeSpan(count).ToArray());
        EnsureRemaining(count);
        var taken = _hasSequence
            ? _sequence.Slice(Consumed, count)
            : new ReadOnlySequence<byte>(_memory.Slice((int)Consumed, count));
        Pass(count);
        return taken;
    }

    public MessagePackException Unexpected(string expected) => ReadFaults.Unexpected(Consumed, Peek(), expected);

    private ReadOnlySpan<byte> Gather(int count)
    {
        EnsureRemaining(count);
        var gathered = new byte[count];
        var have = 0;
        while (have < count)
        {
            if (_at == _span.Length)
                NextSegment();
            var part = Math.Min(count - have, _span.Length - _at);
            _span.Slice(_at, part).CopyTo(gathered.AsSpan(have));
            _at += part;
            have += part;
        }

        return gathered;
    }

    private readonly void EnsureRemaining(long count)
    {
        if (count > Remaining)
            throw ReadFaults.EndOfBytes(Consumed, count, Remaining);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NextSegment()
    {
        EnsureRemaining(1);
        _before += _span.Length;
        _at = 0;
        do
        {
            _sequence.TryGet(ref _next, out var memory);
            _span = memory.Span;
        } while (_span.IsEmpty);
    }
}
