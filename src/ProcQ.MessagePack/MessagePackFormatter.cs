using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack;

/// <summary>
/// Writes and reads values of one type. Got from <see cref="MessagePackCodec.GetFormatter{T}"/> and kept by callers that handle many values in a
/// loop; it holds no state of a value, so one instance serves every thread.
/// </summary>
/// <typeparam name="T">The static type both ends agreed on.</typeparam>
public abstract class MessagePackFormatter<T> : IUntypedFormatter
{
    /// <summary>Writes one value. After an exception the output holds an unfinished value and must be discarded.</summary>
    public abstract void Serialize(ref MessagePackWriter writer, T value);

    /// <summary>Reads one value. Whatever the bytes hold, only <see cref="MessagePackException"/> is thrown.</summary>
    public abstract T Deserialize(ref MessagePackReader reader);

    /// <summary>Writes values one after another, without a header. Primitives take a tight loop.</summary>
    public virtual void SerializeMany(ref MessagePackWriter writer, ReadOnlySpan<T> values)
    {
        var i = 0;
        try
        {
            for (; i < values.Length; i++)
                Serialize(ref writer, values[i]);
        }
        catch (MessagePackException failure) when (failure.Inside(i))
        {
            throw;
        }
    }

    /// <summary>As <see cref="SerializeMany(ref MessagePackWriter, ReadOnlySpan{T})"/>; notes where each value ends.</summary>
    /// <param name="writer">Where they are written.</param>
    /// <param name="values">The values.</param>
    /// <param name="ends">
    /// Gets <see cref="MessagePackWriter.BytesWritten"/> behind each value; as long as <paramref name="values"/>, or longer. After an exception it is right for the values
    /// before the one that threw.
    /// </param>
    /// <exception cref="OverflowException">An end is beyond the two billions that an int can say.</exception>
    public virtual void SerializeMany(ref MessagePackWriter writer, ReadOnlySpan<T> values, Span<int> ends)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Serialize(ref writer, values[i]);
            ends[i] = checked((int)writer.BytesWritten);
        }
    }

    /// <summary>Reads as many values as <paramref name="values"/> has room for. Primitives take a tight loop.</summary>
    public virtual void DeserializeMany(ref MessagePackReader reader, Span<T> values)
    {
        var i = 0;
        try
        {
            for (; i < values.Length; i++)
                values[i] = Deserialize(ref reader);
        }
        catch (MessagePackException failure) when (failure.Inside(i))
        {
            throw;
        }
    }

    Type IUntypedFormatter.Type => typeof(T);

    void IUntypedFormatter.Serialize(ref MessagePackWriter writer, object? value) => Serialize(ref writer, (T)value!);

    object? IUntypedFormatter.Deserialize(ref MessagePackReader reader) => Deserialize(ref reader);
}
