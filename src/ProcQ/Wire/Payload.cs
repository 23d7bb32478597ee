using ProcQ.MessagePack;

namespace ProcQ.Wire;

/// <summary>How arguments and results are coded. Both sides of a pool have one each, made from the same option.</summary>
internal sealed class Payload
{
    private readonly IPayloadCodec? _codec;

    private Payload(IPayloadCodec? codec) => _codec = codec;

    /// <summary>ProcQ's own MessagePack.</summary>
    public static Payload Own { get; } = new(null);

    /// <summary>What a worker sends is untrusted input: it nests less deeply than what the parent may send.</summary>
    public static MessagePackOptions FromWorker { get; } = new() { MaxDepth = 64 };

    /// <summary>The user's codec decides what can travel; nobody knows before it has tried.</summary>
    public bool IsPlugged => _codec is not null;

    /// <summary>Values whose coding runs nobody's code may be coded so many at a time.</summary>
    public const int MostTogether = 256;

    /// <summary>Coding such values runs nobody's code, cannot fail, and takes a few bytes.</summary>
    public bool IsPlain<T>() => typeof(T).IsPrimitive && !IsPlugged;

    /// <summary>Calls the user's factory.</summary>
    public static Payload Plug(Func<IPayloadCodec> factory) =>
        new(
            factory()
                ?? throw new InvalidOperationException(
                    $"The function in {nameof(ProcessPoolOptions)}.{nameof(ProcessPoolOptions.PayloadCodec)} returned null: it must return a codec."
                )
        );

    /// <summary>The formatter for one reader or writer of values of a type, which keeps it; see <see cref="PluggedFormatter{T}"/>.</summary>
    public MessagePackFormatter<T> Formatter<T>() =>
        _codec is null ? MessagePackCodec.GetFormatter<T>() : new PluggedFormatter<T>(_codec);
}
