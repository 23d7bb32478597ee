using System.Reflection;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Contracts;

/// <summary>
/// The constructor that makes a value from its members: the one that is marked, else the one with the most parameters that all have a member.
/// Indexed members match by position (the n-th smallest index is the n-th parameter), named ones by name without regard to case.
/// </summary>
internal sealed record ConstructorChoice(ConstructorInfo? Constructor, ContractMember[] Arguments)
{
    public static ConstructorChoice Choose(Type type, List<ContractMember> members, bool isArray, bool allowPrivate)
    {
        var all = type.GetConstructors(MemberAccess.Instance);
        if (Array.Find(all, IsMarked) is { } marked)
        {
            return TryMatch(marked, members, isArray)
                ?? throw Refusal.Of(
                    type,
                    $"its [SerializationConstructor] ({Parameters(marked)}) has a parameter without a member of a fitting type",
                    "Match each parameter to a member: by position for integer keys, by name for string keys"
                );
        }

        var candidates = Array.FindAll(all, c => c.IsPublic || allowPrivate);
        if (candidates.Length == 0 && type.IsValueType)
            return new ConstructorChoice(null, []);
        return Longest(candidates, members, isArray)
            ?? throw Refusal.Of(
                type,
                candidates.Length == 0
                    ? "it has no public constructor"
                    : "none of its public constructors can be called with its members: a parameter has no member of that name and type",
                "Add a parameterless constructor, or one whose parameters are named like the members"
            );
    }

    private static bool IsMarked(ConstructorInfo constructor)
    {
        foreach (var attribute in constructor.GetCustomAttributesData())
        {
            if (attribute.AttributeType.FullName == AttributeNames.SerializationConstructor)
                return true;
        }

        return false;
    }

    private static ConstructorChoice? Longest(ConstructorInfo[] candidates, List<ContractMember> members, bool isArray)
    {
        ConstructorChoice? longest = null;
        foreach (var candidate in candidates)
        {
            var match = TryMatch(candidate, members, isArray);
            if (match is not null && (longest is null || match.Arguments.Length > longest.Arguments.Length))
                longest = match;
        }

        return longest;
    }

    private static ConstructorChoice? TryMatch(ConstructorInfo constructor, List<ContractMember> members, bool isArray)
    {
        var parameters = constructor.GetParameters();
        var arguments = new ContractMember[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var member = isArray ? ByPosition(members, i) : ByName(members, parameters[i].Name);
            if (member is not { IsReadable: true } || !parameters[i].ParameterType.IsAssignableFrom(member.Type))
                return null;
            arguments[i] = member;
        }

        return new ConstructorChoice(constructor, arguments);
    }

    private static ContractMember? ByPosition(List<ContractMember> members, int position) =>
        members.Find(m => members.FindAll(other => other.Index < m.Index).Count == position);

    private static ContractMember? ByName(List<ContractMember> members, string? parameter) =>
        members.Find(m => string.Equals(m.Key, parameter, StringComparison.OrdinalIgnoreCase))
        ?? members.Find(m => string.Equals(m.Name, parameter, StringComparison.OrdinalIgnoreCase));

    private static string Parameters(ConstructorInfo constructor) =>
        string.Join(", ", Array.ConvertAll(constructor.GetParameters(), p => $"{TypeNames.Short(p.ParameterType)} {p.Name}"));
}
