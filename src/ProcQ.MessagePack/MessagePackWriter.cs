using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using ProcQ.MessagePack.Writing;

namespace ProcQ.MessagePack;

/// <summary>
/// Writes MessagePack values to a buffer writer, always in their smallest form. Bytes are handed to the output by <see cref="Flush"/>, or when the
/// space it lent is used up; after an exception the output holds an unfinished value and must be discarded. Pass it by <c>ref</c>.
/// </summary>
public ref struct MessagePackWriter
{
    // What generated code calls for every member is not inlined, see MessagePackReader.
    private readonly IBufferWriter<byte> _output;
    private readonly MessagePackOptions _options;
    private Span<byte> _span;
    private int _used;
    private long _flushed;
    private int _depth;
    private Ancestors? _ancestors;

    /// <summary>Starts writing to <paramref name="output"/>.</summary>
    public MessagePackWriter(IBufferWriter<byte> output, MessagePackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        _options = options ?? MessagePackOptions.Default;
    }

    /// <summary>How many bytes were written, flushed or not.</summary>
    public readonly long BytesWritten => _flushed + _used;

    /// <summary>The options values are written with.</summary>
    public readonly MessagePackOptions Options => _options;

    /// <summary>Hands what was written to the output. Call it once, at the end.</summary>
    public void Flush()
    {
        if (_used > 0)
            _output.Advance(_used);
        _flushed += _used;
        _used = 0;
        _span = default;
    }

    /// <summary>Writes null.</summary>
    public void WriteNil() => WriteByte(MessagePackCode.Nil);

    /// <summary>Writes true or false.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write(bool value) => WriteByte(value ? MessagePackCode.True : MessagePackCode.False);

    /// <summary>Writes an integer in its smallest form.</summary>
    public void Write(byte value) => Write((uint)value);

    /// <summary>Writes an integer in its smallest form.</summary>
    public void Write(sbyte value) => Write((int)value);

    /// <summary>Writes an integer in its smallest form.</summary>
    public void Write(short value) => Write((int)value);

    /// <summary>Writes an integer in its smallest form.</summary>
    public void Write(ushort value) => Write((uint)value);

    /// <summary>Writes a UTF-16 code unit as an integer.</summary>
    public void Write(char value) => Write((uint)value);

    /// <summary>Writes an integer in its smallest form.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write(int value)
    {
        ref var at = ref Reserve(IntegerEncoding.MaxBytes32);
        _used += IntegerEncoding.Write(ref at, value);
    }

    /// <summary>Writes an integer in its smallest form.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write(uint value)
    {
        ref var at = ref Reserve(IntegerEncoding.MaxBytes32);
        _used += IntegerEncoding.Write(ref at, value);
    }

    /// <summary>Writes an integer in its smallest form.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write(long value)
    {
        ref var at = ref Reserve(IntegerEncoding.MaxBytes64);
        _used += IntegerEncoding.Write(ref at, value);
    }

    /// <summary>Writes an integer in its smallest form.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write(ulong value)
    {
        ref var at = ref Reserve(IntegerEncoding.MaxBytes64);
        _used += IntegerEncoding.Write(ref at, value);
    }

    /// <summary>Writes a number as a 32-bit float, never shorter.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write(float value)
    {
        IntegerEncoding.Fixed32(ref Reserve(5), MessagePackCode.Float32, BitConverter.SingleToUInt32Bits(value));
        _used += 5;
    }

    /// <summary>Writes a number as a 64-bit float, never shorter.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write(double value)
    {
        IntegerEncoding.Fixed64(ref Reserve(9), MessagePackCode.Float64, BitConverter.DoubleToUInt64Bits(value));
        _used += 9;
    }

    /// <summary>Writes text, or null.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write(string? value)
    {
        if (value is null)
            WriteNil();
        else
            Write(value.AsSpan());
    }

    /// <summary>Writes text as UTF-8.</summary>
    public void Write(scoped ReadOnlySpan<char> value)
    {
        if (value.Length <= TextEncoding.OnePassLimit)
        {
            var room = TextEncoding.MaxBytes(value.Length);
            // Apart from the addition: growing sets _used back, and += would have read it before.
            var bytesWritten = TextEncoding.WriteOnePass(MemoryMarshal.CreateSpan(ref Reserve(room), room), value);
            _used += bytesWritten;
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(value);
        WriteStringHeader(bytes);
        Reserve(bytes);
        _used += Encoding.UTF8.GetBytes(value, _span[_used..]);
    }

    /// <summary>Writes text that is already UTF-8.</summary>
    public void WriteString(scoped ReadOnlySpan<byte> utf8)
    {
        WriteStringHeader(utf8.Length);
        WriteRaw(utf8);
    }

    /// <summary>Writes raw bytes with their length.</summary>
    public void WriteBinary(scoped ReadOnlySpan<byte> value)
    {
        WriteBinaryHeader(value.Length);
        WriteRaw(value);
    }

    /// <summary>Starts raw bytes; exactly <paramref name="bytes"/> of them must follow through <see cref="WriteRaw(ReadOnlySpan{byte})"/>.</summary>
    public void WriteBinaryHeader(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ref var at = ref Reserve(HeaderEncoding.MaxBytes);
        _used += HeaderEncoding.Binary(ref at, (uint)bytes);
    }

    /// <summary>Starts an array of <paramref name="count"/> values.</summary>
    public void WriteArrayHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ref var at = ref Reserve(HeaderEncoding.MaxBytes);
        _used += HeaderEncoding.Array(ref at, (uint)count);
    }

    /// <summary>Starts a map of <paramref name="count"/> pairs of key and value.</summary>
    public void WriteMapHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ref var at = ref Reserve(HeaderEncoding.MaxBytes);
        _used += HeaderEncoding.Map(ref at, (uint)count);
    }

    /// <summary>Starts an extension; exactly <paramref name="bytes"/> bytes must follow through <see cref="WriteRaw(ReadOnlySpan{byte})"/>.</summary>
    public void WriteExtensionHeader(sbyte type, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ref var at = ref Reserve(HeaderEncoding.MaxBytes);
        _used += HeaderEncoding.Extension(ref at, type, (uint)bytes);
    }

    /// <summary>Writes bytes as they are: the body of a value whose header was written, or a value encoded elsewhere.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        Reserve(bytes.Length);
        bytes.CopyTo(_span[_used..]);
        _used += bytes.Length;
    }

    /// <summary>Writes bytes as they are, see <see cref="WriteRaw(ReadOnlySpan{byte})"/>.</summary>
    public void WriteRaw(in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
            WriteRaw(segment.Span);
    }

    /// <summary>Writes <c>d3</c> and eight bytes whatever the value, so that its place can be patched afterwards.</summary>
    public void WriteInt64Fixed(long value)
    {
        IntegerEncoding.Fixed64(ref Reserve(9), MessagePackCode.Int64, (ulong)value);
        _used += 9;
    }

    /// <summary>Writes <c>dd</c> and four bytes whatever the count, so that its place can be patched afterwards.</summary>
    public void WriteArrayHeaderFixed(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        IntegerEncoding.Fixed32(ref Reserve(5), MessagePackCode.Array32, (uint)count);
        _used += 5;
    }

    /// <summary>A place with room for <paramref name="bytes"/> bytes; tell <see cref="Advance"/> how many were used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal ref byte Reserve(int bytes)
    {
        if (_span.Length - _used < bytes)
            Grow(bytes);
        return ref Unsafe.Add(ref MemoryMarshal.GetReference(_span), _used);
    }

    internal void Advance(int bytes) => _used += bytes;

    /// <summary>The form of <see cref="WriteRaw(ReadOnlySpan{byte})"/> that generated code calls.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void WriteBytes(byte[] bytes) => WriteRaw(bytes);

    /// <summary>Goes one level deeper; every level that is entered must be left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter()
    {
        if (++_depth > _options.MaxDepth)
            WriteFaults.TooDeep(_options.MaxDepth);
        if ((_depth & 15) == 0)
            WriteFaults.EnsureStack();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Leave() => _depth--;

    internal (int Used, int Left) Levels => (_depth, _options.MaxDepth - _depth);

    /// <summary>Goes one level deeper into an object; watches it if it may contain itself.</summary>
    internal void Enter(object value, bool mayCycle)
    {
        Enter();
        if (mayCycle)
            Watch(value);
    }

    internal void Leave(object value, bool mayCycle)
    {
        if (mayCycle)
            Unwatch(value);
        _depth--;
    }

    /// <summary>Remembers an object until <see cref="Unwatch"/>; meeting it again in between is a cycle.</summary>
    internal void Watch(object value)
    {
        if (!(_ancestors ??= new Ancestors()).TryPush(value))
            WriteFaults.Cycle(value.GetType());
    }

    internal readonly void Unwatch(object value) => _ancestors!.Pop(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteByte(byte value)
    {
        Reserve(1) = value;
        _used++;
    }

    private void WriteStringHeader(int bytes)
    {
        ref var at = ref Reserve(HeaderEncoding.MaxBytes);
        _used += HeaderEncoding.String(ref at, (uint)bytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int bytes)
    {
        Flush();
        _span = _output.GetSpan(bytes);
        if (_span.Length < bytes)
            WriteFaults.ShortOutput(_output.GetType());
    }
}
