using ProcQ.MessagePack.Formatters;

namespace ProcQ.MessagePack.Contracts;

/// <summary>A formatter that is not ours, held to our promise that nothing but <see cref="MessagePackException"/> is thrown.</summary>
internal sealed class GuardedFormatter<T>(MessagePackFormatter<T> formatter) : MessagePackFormatter<T>
{
    public override void Serialize(ref MessagePackWriter writer, T value)
    {
        try
        {
            formatter.Serialize(ref writer, value);
        }
        catch (Exception failure) when (UserCode.Failed(failure))
        {
            throw UserCode.WriteFailure(typeof(T), failure);
        }
    }

    public override T Deserialize(ref MessagePackReader reader)
    {
        try
        {
            return formatter.Deserialize(ref reader);
        }
        catch (Exception failure) when (UserCode.Failed(failure))
        {
            throw UserCode.ReadFailure(reader, typeof(T), failure);
        }
    }
}
