using System.Buffers;
using System.Runtime.CompilerServices;
using ProcQ.MessagePack.Reading;

namespace ProcQ.MessagePack;

/// <summary>
/// Reads MessagePack values from bytes that need not be trusted: whatever they hold, only <see cref="MessagePackException"/> is thrown, and a
/// count is compared with the bytes that remain before anything is allocated for it. Pass it by <c>ref</c>; a copy reads on independently.
/// </summary>
public ref struct MessagePackReader
{
    // What generated code calls for every member is not inlined: it would be compiled again into each contract, which takes longer than a
    // worker's whole life of calls. Our own loops over primitives go to the decoders directly.
    private readonly MessagePackOptions _options;
    private ByteCursor _bytes;
    private long _elementsLeft;
    private int _depth;

    /// <summary>Starts reading <paramref name="bytes"/>, which may lie in several segments.</summary>
    public MessagePackReader(in ReadOnlySequence<byte> bytes, MessagePackOptions? options = null)
    {
        _bytes = new ByteCursor(bytes);
        _options = options ?? MessagePackOptions.Default;
        _elementsLeft = Math.Min(_bytes.Length, _options.MaxElements);
    }

    /// <summary>Starts reading <paramref name="bytes"/>.</summary>
    public MessagePackReader(ReadOnlyMemory<byte> bytes, MessagePackOptions? options = null)
    {
        _bytes = new ByteCursor(bytes);
        _options = options ?? MessagePackOptions.Default;
        _elementsLeft = Math.Min(_bytes.Length, _options.MaxElements);
    }

    /// <summary>Starts reading <paramref name="bytes"/>; what <see cref="ReadBytes"/> and <see cref="ReadRaw()"/> return are copies.</summary>
    public MessagePackReader(ReadOnlySpan<byte> bytes, MessagePackOptions? options = null)
    {
        _bytes = new ByteCursor(bytes);
        _options = options ?? MessagePackOptions.Default;
        _elementsLeft = Math.Min(_bytes.Length, _options.MaxElements);
    }

    /// <summary>Whether every byte was read.</summary>
    public readonly bool End => _bytes.Remaining == 0;

    /// <summary>How many bytes were read.</summary>
    public readonly long Consumed => _bytes.Consumed;

    /// <summary>How many bytes are left.</summary>
    public readonly long Remaining => _bytes.Remaining;

    /// <summary>The options values are read with.</summary>
    public readonly MessagePackOptions Options => _options;

    /// <summary>The first byte of the next value, which is not consumed.</summary>
    public byte NextCode => _bytes.Peek();

    /// <summary>The family of the next value, which is not consumed.</summary>
    public MessagePackType NextType => MessagePackCode.TypeOf(_bytes.Peek());

    /// <summary>Consumes a null if that is what comes next.</summary>
    public bool TryReadNil()
    {
        if (_bytes.Peek() != MessagePackCode.Nil)
            return false;
        _bytes.Advance(1);
        return true;
    }

    /// <summary>Reads a null.</summary>
    public void ReadNil()
    {
        if (!TryReadNil())
            throw _bytes.Unexpected("nil");
    }

    /// <summary>Reads true or false; nothing else is accepted.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool ReadBoolean()
    {
        var code = _bytes.Peek();
        if (code is not (MessagePackCode.True or MessagePackCode.False))
            throw _bytes.Unexpected("a boolean");
        _bytes.Advance(1);
        return code == MessagePackCode.True;
    }

    /// <summary>Reads an integer of any width whose value fits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public byte ReadByte() => IntegerDecoding.ReadByte(ref _bytes);

    /// <summary>Reads an integer of any width whose value fits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public sbyte ReadSByte() => IntegerDecoding.ReadSByte(ref _bytes);

    /// <summary>Reads an integer of any width whose value fits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public short ReadInt16() => IntegerDecoding.ReadInt16(ref _bytes);

    /// <summary>Reads an integer of any width whose value fits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ushort ReadUInt16() => IntegerDecoding.ReadUInt16(ref _bytes);

    /// <summary>Reads a UTF-16 code unit, written as an integer.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public char ReadChar() => IntegerDecoding.ReadChar(ref _bytes);

    /// <summary>Reads an integer of any width whose value fits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int ReadInt32() => IntegerDecoding.ReadInt32(ref _bytes);

    /// <summary>Reads an integer of any width whose value fits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public uint ReadUInt32() => IntegerDecoding.ReadUInt32(ref _bytes);

    /// <summary>Reads an integer of any width whose value fits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public long ReadInt64() => IntegerDecoding.ReadInt64(ref _bytes);

    /// <summary>Reads an integer of any width whose value fits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong ReadUInt64() => IntegerDecoding.ReadUInt64(ref _bytes);

    /// <summary>Reads a float, a double (rounded) or an integer.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public float ReadSingle() => FloatDecoding.ReadSingle(ref _bytes);

    /// <summary>Reads a double, a float or an integer.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public double ReadDouble() => FloatDecoding.ReadDouble(ref _bytes);

    /// <summary>Reads text or null. Invalid UTF-8 becomes U+FFFD.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public string? ReadString()
    {
        if (_bytes.Peek() == MessagePackCode.Nil)
        {
            _bytes.Advance(1);
            return null;
        }

        var length = HeaderDecoding.StringLength(ref _bytes);
        return length == 0 ? "" : TextDecoding.Read(_bytes.TakeSpan(length));
    }

    /// <summary>Reads the UTF-8 bytes of a text that is not null; valid until the next read.</summary>
    public ReadOnlySpan<byte> ReadStringUtf8() => _bytes.TakeSpan(HeaderDecoding.StringLength(ref _bytes));

    /// <summary>Reads raw bytes (bin, or the bytes of a string), or null. They are part of what is being read, not a copy.</summary>
    public ReadOnlySequence<byte>? ReadBytes()
    {
        if (TryReadNil())
            return null;
        return _bytes.TakeSequence(HeaderDecoding.BinaryLength(ref _bytes));
    }

    /// <summary>Reads raw bytes that are not null as one span; valid until the next read.</summary>
    public ReadOnlySpan<byte> ReadBytesSpan() => _bytes.TakeSpan(HeaderDecoding.BinaryLength(ref _bytes));

    /// <summary>Reads the start of an array and how many values it holds.</summary>
    public int ReadArrayHeader()
    {
        var count = HeaderDecoding.ArrayLength(ref _bytes);
        Claim(count);
        return count;
    }

    /// <summary>Reads the start of a map and how many pairs of key and value it holds.</summary>
    public int ReadMapHeader()
    {
        var count = HeaderDecoding.MapLength(ref _bytes);
        Claim(2L * count);
        return count;
    }

    /// <summary>Reads the start of an extension: its type and how many bytes it holds; read those with <see cref="ReadRaw(int)"/>.</summary>
    public int ReadExtensionHeader(out sbyte type) => HeaderDecoding.ExtensionLength(ref _bytes, out type);

    /// <summary>Reads the next value whole, as the bytes it is made of.</summary>
    public ReadOnlySequence<byte> ReadRaw()
    {
        var start = _bytes;
        Skip();
        return start.TakeSequence(checked((int)(_bytes.Consumed - start.Consumed)));
    }

    /// <summary>
    /// As <see cref="ReadRaw()"/>, for a reader that is not ours and may recurse without a limit: what nests deeper than is left of ours is refused. Our own look at the
    /// thread's stack it does not have, so raising <see cref="MessagePackOptions.MaxDepth"/> does not go for it.
    /// </summary>
    internal ReadOnlySequence<byte> ReadRawForOthers()
    {
        ReadFaults.EnsureStack(Consumed);
        var start = _bytes;
        var levels = Math.Min(_options.MaxDepth - _depth, MessagePackOptions.Default.MaxDepth);
        if (!ValueSkipping.TrySkip(ref _bytes, levels))
            throw ReadFaults.TooDeep(Consumed, _depth + levels);
        return start.TakeSequence(checked((int)(_bytes.Consumed - start.Consumed)));
    }

    /// <summary>Reads <paramref name="bytes"/> bytes as they are.</summary>
    public ReadOnlySequence<byte> ReadRaw(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return _bytes.TakeSequence(bytes);
    }

    /// <summary>Passes over the next value, however deep it nests, without recursion.</summary>
    public void Skip() => ValueSkipping.Skip(ref _bytes);

    /// <summary>Goes one level deeper; every level that is entered must be left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter()
    {
        if (++_depth > _options.MaxDepth)
            throw ReadFaults.TooDeep(Consumed, _options.MaxDepth);
        if ((_depth & 15) == 0)
            ReadFaults.EnsureStack(Consumed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Leave() => _depth--;

    /// <summary>The bytes themselves, for loops over many primitives.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal ref ByteCursor Bytes => ref _bytes;

    /// <summary>An error about the value that comes next.</summary>
    internal readonly MessagePackException Fault(string message, Exception? inner = null) => new(message, Consumed, inner);

    /// <summary>An error about the code of the value that comes next.</summary>
    internal MessagePackException Unexpected(string expected) => _bytes.Unexpected(expected);

    // Every element of every array and every half of a map entry starts with a byte of its own, so all the counts of a message together can't
    // exceed its length. Holding them to that bounds what nested headers with huge counts can make us allocate, not only each one alone.
    private void Claim(long elements)
    {
        if (elements > _bytes.Remaining)
            throw ReadFaults.CountBeyondBytes(Consumed, elements, _bytes.Remaining);
        _elementsLeft -= elements;
        if (_elementsLeft < 0)
            throw ReadFaults.TooManyElements(Consumed, Math.Min(_bytes.Length, _options.MaxElements));
    }
}
