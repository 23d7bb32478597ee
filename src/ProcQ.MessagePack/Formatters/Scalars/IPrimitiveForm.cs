namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>How a primitive is laid out; implemented by empty structs, so that loops over it are compiled for each one.</summary>
internal interface IPrimitiveForm<T>
{
    static abstract int MaxBytes { get; }

    static abstract int Encode(ref byte at, T value);

    static abstract T Read(ref MessagePackReader reader);
}
