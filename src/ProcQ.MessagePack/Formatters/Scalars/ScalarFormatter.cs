namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>Writes and reads a type that is one value; handles null, and exceptions of the type's own parsers.</summary>
internal sealed class ScalarFormatter<T, TForm> : MessagePackFormatter<T>
    where TForm : struct, IScalarForm<T>
{
    public override void Serialize(ref MessagePackWriter writer, T value)
    {
        if (value is null)
            writer.WriteNil();
        else
            TForm.Write(ref writer, value);
    }

    public override T Deserialize(ref MessagePackReader reader)
    {
        if (default(T) is null && reader.TryReadNil())
            return default!;
        try
        {
            return TForm.Read(ref reader);
        }
        catch (Exception failure) when (UserCode.Failed(failure))
        {
            throw UserCode.ReadFailure(reader, typeof(T), failure);
        }
    }
}
