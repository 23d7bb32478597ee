using System.Buffers;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Keeps primitives as they are and encodes many at a time; see <see cref="AheadReader{T}"/>.</summary>
internal sealed class GatheringWriter<T>(MessagePackFormatter<T> formatter) : ResultWriter<T>, IGathered
{
    // Owned as the outlet's buffers are.
    private T[] _values = [];
    private int _count;

    public override void Put(ResultOutlet outlet, T result)
    {
        if (_count == Payload.MostTogether)
            outlet.WriteHeld();
        else if (_count == _values.Length)
            Array.Resize(ref _values, Math.Clamp(_count * 4, 1, Payload.MostTogether));
        if (_count == 0)
            outlet.Hold(this);
        _values[_count++] = result;
    }

    /// <inheritdoc/>
    public void WriteTo(IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output, Payload.FromWorker);
        formatter.SerializeMany(ref writer, _values.AsSpan(0, _count));
        writer.Flush();
        _count = 0;
    }
}
