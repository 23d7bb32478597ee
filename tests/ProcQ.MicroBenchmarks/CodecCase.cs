using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.MicroBenchmarks;

/// <summary>A value to write again and again, and its bytes to read.</summary>
internal sealed class CodecCase<T>
    where T : notnull
{
    private readonly T _value;
    private readonly byte[] _bytes;
    private readonly ArrayBufferWriter<byte> _output;

    public CodecCase(T value)
    {
        _value = value;
        _bytes = MessagePackCodec.Serialize(value);
        _output = new ArrayBufferWriter<byte>(_bytes.Length + 4096);
    }

    public void Check()
    {
        Write();
        if (!_output.WrittenSpan.SequenceEqual(_bytes) || !MessagePackCodec.Serialize(Read()).AsSpan().SequenceEqual(_bytes))
            throw new InvalidDataException($"What was read of {typeof(T)} is not what was written.");
    }

    public int Write()
    {
        _output.ResetWrittenCount();
        MessagePackCodec.Serialize(_output, _value);
        return _output.WrittenCount;
    }

    public T Read() => MessagePackCodec.Deserialize<T>(_bytes);
}
