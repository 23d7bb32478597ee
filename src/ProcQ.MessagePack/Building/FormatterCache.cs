using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ProcQ.MessagePack.Building;

/// <summary>The formatters built so far, one set with and one without non-public members.</summary>
internal sealed class FormatterCache(bool allowPrivate)
{
    private readonly ConcurrentDictionary<Type, Part> _parts = new();
    private readonly ConcurrentDictionary<Type, MessagePackException> _refusals = new();

    public static FormatterCache Public { get; } = new(allowPrivate: false);

    public static FormatterCache Private { get; } = new(allowPrivate: true);

    public bool AllowPrivate => allowPrivate;

    public static FormatterCache For(MessagePackOptions? options) => options is { AllowPrivate: true } ? Private : Public;

    public bool TryGetPart(Type type, [NotNullWhen(true)] out Part? part) => _parts.TryGetValue(type, out part);

    public IUntypedFormatter Get(Type type) => _parts.TryGetValue(type, out var part) ? part.Formatter : Build(type);

    /// <summary>Whether values of the static type can travel, and why not.</summary>
    public bool CanBuild(Type type, out string? reason)
    {
        reason = null;
        if (_parts.ContainsKey(type))
            return true;
        try
        {
            Build(type);
            return true;
        }
        catch (MessagePackException refusal)
        {
            reason = refusal.Message;
            return false;
        }
    }

    private IUntypedFormatter Build(Type type)
    {
        if (_refusals.TryGetValue(type, out var known))
            throw MessagePackException.Again(known);

        var builder = new FormatterBuilder(this);
        Part part;
        try
        {
            part = builder.Get(type, TypeNames.Short(type));
        }
        catch (MessagePackException refusal)
        {
            // A copy: whoever builds a type around this one adds its name to the one that is thrown.
            _refusals.TryAdd(type, MessagePackException.Again(refusal));
            throw;
        }

        foreach (var (builtType, built) in builder.Done)
            _parts.TryAdd(builtType, built);
        return part.Formatter;
    }
}
