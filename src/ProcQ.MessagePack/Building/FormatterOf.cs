using ProcQ.MessagePack.Formatters.Scalars;

namespace ProcQ.MessagePack.Building;

/// <summary>The formatter of <typeparamref name="T"/> without a lookup.</summary>
internal static class FormatterOf<T>
{
    private static MessagePackFormatter<T>? s_public;
    private static MessagePackFormatter<T>? s_private;

    public static MessagePackFormatter<T> Get(MessagePackOptions? options) =>
        options is { AllowPrivate: true }
            ? s_private ??= (MessagePackFormatter<T>)FormatterCache.Private.Get(typeof(T))
            : s_public ??= (MessagePackFormatter<T>)(Primitive() ?? FormatterCache.Public.Get(typeof(T)));

    // What a pool's first call mostly carries needs no cache and no builder.
    private static IUntypedFormatter? Primitive() =>
        typeof(T).IsPrimitive || typeof(T) == typeof(string) ? ScalarFormatters.TryCreate(typeof(T)) : null;
}
