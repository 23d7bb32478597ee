using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.Vectors;

/// <summary>Reads bytes into words, so that two readings can be compared.</summary>
internal static class VectorReading
{
    public static string Describe<T>(in ReadOnlySequence<byte> bytes, MessagePackOptions? options)
    {
        try
        {
            return Described.Typed(MessagePackCodec.Deserialize<T>(bytes, options));
        }
        catch (MessagePackException refusal)
        {
            return refusal.Message;
        }
    }
}
