using System.Buffers;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Queues;

/// <summary>Messages as bytes, <c>[data, kind, order]</c>, and back.</summary>
internal sealed class MessageCodec<T>(Payload payload, int maxBytes)
{
    private const int Fields = 3;
    private const int MostKeptBytes = 256 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_scratch;

    // One of a plugged codec has a buffer and serves one writer at a time.
    private readonly MessagePackFormatter<T>? _formatter = payload.IsPlugged ? null : TryGet(payload);

    /// <summary>Writes a message and hands its bytes on, which are valid during that call only.</summary>
    public TResult Encode<TState, TResult>(in Msg<T> message, TState state, EncodedUse<TState, TResult> use)
    {
        // Writing runs the user's code, which may put a message itself.
        var scratch = s_scratch ?? new ArrayBufferWriter<byte>();
        s_scratch = null;
        try
        {
            scratch.ResetWrittenCount();
            Write(scratch, message);
            if (scratch.WrittenCount > maxBytes)
                throw QueueErrors.TooLarge(scratch.WrittenCount, maxBytes);
            return use(scratch.WrittenSpan, state);
        }
        finally
        {
            if (scratch.Capacity <= MostKeptBytes)
                s_scratch = scratch;
        }
    }

    public Msg<T> Decode(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new MessagePackReader(bytes, Payload.FromWorker);
            Expect.Fields(reader.ReadArrayHeader(), Fields, FrameKind.QueueMessages);
            var data = (_formatter ?? payload.Formatter<T>()).Deserialize(ref reader);
            var kind = reader.ReadString() ?? "";
            long? order = reader.TryReadNil() ? null : reader.ReadInt64();
            Expect.End(reader.End, FrameKind.QueueMessages);
            return new Msg<T>(data, kind, order);
        }
        catch (Exception e)
        {
            // Reading runs the type's constructors and setters, and this concerns only this message.
            throw new NotTransferableException(
                $"A message can't be read as {typeof(T)}: {e.Message} Another loop goes on with the next one.",
                e
            )
            {
                OffendingType = typeof(T),
            };
        }
    }

    private void Write(ArrayBufferWriter<byte> output, in Msg<T> message)
    {
        try
        {
            // As deep as readers go, and no deeper: what a reader refuses would be lost there, and who put it would not know.
            var writer = new MessagePackWriter(output, Payload.FromWorker);
            writer.WriteArrayHeader(Fields);
            (_formatter ?? payload.Formatter<T>()).Serialize(ref writer, message.Data);
            writer.Write(message.Kind);
            if (message.Order is { } order)
                writer.Write(order);
            else
                writer.WriteNil();
            writer.Flush();
        }
        catch (Exception e) when (e is not NotTransferableException)
        {
            // Writing runs the user's getters.
            throw new NotTransferableException($"The message can't travel to another process: {e.Message}", e)
            {
                MemberPath = (e as MessagePackException)?.MemberPath,
                OffendingType = typeof(T),
            };
        }
    }

    // A type that can't travel is refused when something is put, not before.
    private static MessagePackFormatter<T>? TryGet(Payload payload) =>
        MessagePackCodec.CanSerialize(typeof(T), out _) ? payload.Formatter<T>() : null;
}
