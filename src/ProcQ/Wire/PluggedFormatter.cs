using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Wire;

/// <summary>
/// Values of a user's codec as MessagePack <c>bin</c>, so that frames can be read, and items stepped over, without it. Unlike other formatters
/// it has a buffer: whoever writes has one of his own.
/// </summary>
internal sealed class PluggedFormatter<T>(IPayloadCodec codec) : MessagePackFormatter<T>
{
    // A worker keeps its formatters for life; one large value must not stay with it.
    private const int MostKeptBytes = 256 * 1024;

    private ArrayBufferWriter<byte> _scratch = new();

    public override void Serialize(ref MessagePackWriter writer, T value)
    {
        // Before, not after: a codec that threw left half a value.
        _scratch.ResetWrittenCount();
        codec.Write(_scratch, value);
        writer.WriteBinary(_scratch.WrittenSpan);
        if (_scratch.Capacity > MostKeptBytes)
            _scratch = new ArrayBufferWriter<byte>();
    }

    public override T Deserialize(ref MessagePackReader reader)
    {
        var bytes = reader.ReadBytes() ?? throw new MessagePackException("A plugged payload is binary data, and this is nil.");
        return codec.Read<T>(bytes);
    }
}
