namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>How a type that is one value, not a container, is written; null never reaches it.</summary>
internal interface IScalarForm<T>
{
    static abstract void Write(ref MessagePackWriter writer, T value);

    static abstract T Read(ref MessagePackReader reader);
}
