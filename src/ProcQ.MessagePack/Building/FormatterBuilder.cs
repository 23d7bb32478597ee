using ProcQ.MessagePack.Contracts;
using ProcQ.MessagePack.Formatters.Collections;
using ProcQ.MessagePack.Formatters.Objects;
using ProcQ.MessagePack.Formatters.Scalars;

namespace ProcQ.MessagePack.Building;

/// <summary>
/// Builds the formatter of one type and of all it consists of. Each build is private to its thread and is published whole, so there is no lock
/// and nobody meets a half-built formatter; two threads that build the same type do the work twice, once.
/// </summary>
internal sealed class FormatterBuilder(FormatterCache cache)
{
    private const int MaxTypeDepth = 100;

    private readonly Dictionary<Type, Part> _done = [];
    private readonly Dictionary<Type, IDelayedFormatter?> _open = [];

    public bool AllowPrivate => cache.AllowPrivate;

    public IReadOnlyDictionary<Type, Part> Done => _done;

    /// <summary>The formatter of <paramref name="type"/>; refuses a type that cannot travel.</summary>
    public Part Get(Type type)
    {
        if (_done.TryGetValue(type, out var part) || cache.TryGetPart(type, out part))
            return part;
        if (_open.TryGetValue(type, out var delayed))
            return new Part(_open[type] = delayed ?? Delay(type), MayCycle: true);

        // A generic type that contains itself with ever larger arguments, Node<T> { Node<List<T>> Next }, has no last formatter.
        if (_open.Count == MaxTypeDepth)
            throw Refusal.Of(
                type,
                $"its types contain each other {MaxTypeDepth} deep",
                "Break the chain with an interface and [Union], or with object"
            );

        _open.Add(type, null);
        try
        {
            part = Create(type);
        }
        finally
        {
            _open.Remove(type, out delayed);
        }

        delayed?.Bind(part.Formatter);
        _done.Add(type, part);
        return part;
    }

    /// <summary>The formatter of a part of a type, such as a member; a refusal names it.</summary>
    public Part Get(Type type, string member)
    {
        try
        {
            return Get(type);
        }
        catch (MessagePackException refusal) when (refusal.Inside(member))
        {
            throw;
        }
    }

    private static IDelayedFormatter Delay(Type type) => (IDelayedFormatter)Generic.Create(typeof(DelayedFormatter<>), [type]);

    private Part Create(Type type)
    {
        if (
            type.IsByRef
            || type.IsPointer
            || type.IsFunctionPointer
            || type.IsByRefLike
            || type.ContainsGenericParameters
            || type == typeof(void)
        )
            throw Refusal.Of(
                type,
                "it exists only on one thread's stack or is not a complete type",
                "Copy the data into an array or a class"
            );

        // Attributes cost more to read than most formatters to make, and the types of the runtime itself have none that matter here.
        var attributes = type.Assembly == typeof(object).Assembly || type.IsArray ? null : ContractAttributes.Of(type);
        if (CustomFormatters.TryCreate(attributes?.Formatter, type) is { } custom)
            return custom;
        if (ScalarFormatters.TryCreate(type) is { } scalar)
            return new Part(scalar, MayCycle: false);
        if ((ObjectFormatters.TryCreate(type, this) ?? CollectionFormatters.TryCreate(type, this)) is { } part)
            return part;
        attributes ??= ContractAttributes.Of(type);
        return UnionInspector.TryCreate(type, attributes, this) ?? ContractFormatters.Create(type, attributes, this);
    }
}
