using System.Runtime.CompilerServices;

namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>Writes and reads an enum as its underlying integer; values without a name travel as well.</summary>
internal sealed class EnumFormatter<T, TUnderlying>(MessagePackFormatter<TUnderlying> underlying) : MessagePackFormatter<T>
    where T : struct, Enum
    where TUnderlying : unmanaged
{
    public override void Serialize(ref MessagePackWriter writer, T value) =>
        underlying.Serialize(ref writer, Unsafe.BitCast<T, TUnderlying>(value));

    public override T Deserialize(ref MessagePackReader reader) =>
        Unsafe.BitCast<TUnderlying, T>(underlying.Deserialize(ref reader));
}
