namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Writes and reads a type by way of another one that holds the same.</summary>
internal sealed class ConvertingFormatter<TOuter, TInner>(
    MessagePackFormatter<TInner> inner,
    Func<TOuter, TInner> open,
    Func<TInner, TOuter> build,
    bool mayCycle
) : MessagePackFormatter<TOuter>
{
    public override void Serialize(ref MessagePackWriter writer, TOuter value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        // What stands for the object is made anew each time, so the object itself must be watched.
        if (mayCycle)
            writer.Watch(value);
        inner.Serialize(ref writer, Open(value));
        if (mayCycle)
            writer.Unwatch(value);
    }

    public override TOuter Deserialize(ref MessagePackReader reader)
    {
        if (default(TOuter) is null && reader.TryReadNil())
            return default!;
        var value = inner.Deserialize(ref reader);
        try
        {
            return build(value);
        }
        catch (Exception failure) when (UserCode.Failed(failure))
        {
            throw UserCode.ReadFailure(reader, typeof(TOuter), failure);
        }
    }

    private TInner Open(TOuter value)
    {
        try
        {
            return open(value);
        }
        catch (Exception failure) when (UserCode.Failed(failure))
        {
            throw UserCode.WriteFailure(typeof(TOuter), failure);
        }
    }
}
