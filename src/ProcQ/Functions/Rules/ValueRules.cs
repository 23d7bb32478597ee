using System.Collections;
using System.Collections.Concurrent;
using ProcQ.MessagePack;

namespace ProcQ.Functions.Rules;

/// <summary>Which types may travel as the value of a captured variable: data, not what belongs to this process.</summary>
internal static class ValueRules
{
    private const string MemberMark = " Member: ";

    private static readonly ConcurrentDictionary<Type, Refusal?> _answers = new();

    /// <summary>The reason against sending values of the type, or null.</summary>
    public static Refusal? Find(Type type) => IsPlain(type) ? null : _answers.GetOrAdd(type, static asked => Judge(asked));

    /// <summary>What most functions capture, and what nobody needs to think about.</summary>
    private static bool IsPlain(Type type) =>
        type == typeof(string) || (type.IsPrimitive && type != typeof(nint) && type != typeof(nuint));

    private static Refusal? Judge(Type type) =>
        (ReceiverRules.IsDeclaredData(type) ? null : ProcessBound.Find(type))
        ?? OfParts(type)
        ?? OriginRules.Find(type)
        ?? OfState(type)
        ?? OfCodec(type);

    /// <summary>A list of streams is no better than a stream.</summary>
    private static Refusal? OfParts(Type type)
    {
        var parts = type.HasElementType ? [type.GetElementType()!] : type.GetGenericArguments();
        // An object-typed element says nothing about what it holds; the codec looks at each one.
        return parts
            .Where(part => part != typeof(object))
            .Select(static part => ReceiverRules.IsDeclaredData(part) ? null : ProcessBound.Find(part))
            .FirstOrDefault(refusal => refusal is not null);
    }

    /// <summary>The codec sends public members; an object all of whose state is private would arrive as a new one, and nobody would know.</summary>
    private static Refusal? OfState(Type type)
    {
        if (
            !type.IsClass
            || type.IsAbstract
            || type.IsAssignableTo(typeof(IEnumerable))
            || type.IsAssignableTo(typeof(Exception))
        )
            return null;

        return ReceiverRules.LosesEverything(type)
            ? new Refusal(
                $"is of type {FunctionName.OfType(type)}, whose state isn't public, so that an empty copy would arrive",
                "Capture the data that the function needs from it, or make it inside the function.",
                type
            )
            : null;
    }

    private static Refusal? OfCodec(Type type)
    {
        if (MessagePackCodec.CanSerialize(type, out var reason))
            return null;

        // The codec looks at the members too, and ends its reason with the way to the one at fault.
        var member = reason.LastIndexOf(MemberMark, StringComparison.Ordinal);
        return new Refusal(
            $"is of type {FunctionName.OfType(type)}, and {reason.TrimEnd('.')}",
            "Capture the data that the function needs from it, or make it inside the function.",
            type,
            member < 0 ? string.Empty : reason[(member + MemberMark.Length)..].TrimEnd('.')
        );
    }
}
