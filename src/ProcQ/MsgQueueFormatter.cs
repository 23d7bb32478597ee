using ProcQ.MessagePack;
using ProcQ.Queues;

namespace ProcQ;

/// <summary>A queue as what travels: its address.</summary>
internal sealed class MsgQueueFormatter<T> : MessagePackFormatter<MsgQueue<T>?>
{
    private const int Fields = 6;

    public override void Serialize(ref MessagePackWriter writer, MsgQueue<T>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        if (value.Kind != QueueKind.Process)
            throw new MessagePackException(
                $"It is a queue of threads, which hands the objects themselves from thread to thread. For another process use new MsgQueue<{typeof(T).Name}>()."
            );
        var address = value.Address;
        writer.WriteArrayHeader(Fields);
        writer.Write(address.Pipe);
        writer.WriteBinary(address.Secret.Span);
        writer.Write(address.Owner);
        writer.Write(address.Capacity);
        writer.Write(address.MaxMessageBytes);
        writer.WriteBinary(address.Codec.Span);
    }

    public override MsgQueue<T>? Deserialize(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        if (reader.ReadArrayHeader() != Fields)
            throw new MessagePackException("This is not the address of a queue.");
        var address = new QueueAddress(
            reader.ReadString() ?? "",
            reader.ReadBytesSpan().ToArray(),
            reader.ReadInt32(),
            reader.ReadInt32(),
            reader.ReadInt32(),
            reader.ReadBytesSpan().ToArray()
        );
        return new MsgQueue<T>(QueueDirectory.Find<T>(address));
    }
}
