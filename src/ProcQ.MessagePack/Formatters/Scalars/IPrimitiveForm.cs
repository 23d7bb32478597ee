namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>
/// How a primitive is laid out; implemented by empty structs, so that loops over it are compiled for each one. Its members are not static: what is compiled ahead
/// would leave them out.
/// </summary>
internal interface IPrimitiveForm<T>
{
    int MaxBytes { get; }

    int Encode(ref byte at, T value);

    T Read(ref MessagePackReader reader);
}
