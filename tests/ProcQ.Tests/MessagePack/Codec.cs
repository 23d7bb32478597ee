using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack;

/// <summary>Short forms for tests: values to hexadecimal digits and back.</summary>
internal static class Codec
{
    public static string Hex<T>(T value, MessagePackOptions? options = null) =>
        Convert.ToHexStringLower(MessagePackCodec.Serialize(value, options));

    public static T Read<T>(string hex, MessagePackOptions? options = null) =>
        MessagePackCodec.Deserialize<T>(Convert.FromHexString(hex), options);

    public static T Through<T>(T value, MessagePackOptions? options = null) =>
        MessagePackCodec.Deserialize<T>(MessagePackCodec.Serialize(value, options), options);

    /// <summary>The refusal of bytes; it says where they are wrong.</summary>
    public static MessagePackException RefusedBytes<T>(string hex, MessagePackOptions? options = null)
    {
        var refusal = Assert.Throws<MessagePackException>(() => Read<T>(hex, options));
        Assert.InRange(refusal.Offset, 0, hex.Length / 2);
        return refusal;
    }

    /// <summary>The refusal of a value or its type, which is not about any byte.</summary>
    public static MessagePackException RefusedValue<T>(T value, MessagePackOptions? options = null)
    {
        var refusal = Assert.Throws<MessagePackException>(() => MessagePackCodec.Serialize(value, options));
        Assert.Equal(-1, refusal.Offset);
        return refusal;
    }
}
