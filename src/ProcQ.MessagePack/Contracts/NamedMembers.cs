using System.Reflection;

namespace ProcQ.MessagePack.Contracts;

/// <summary>
/// Members that are known by their names: all that are visible, base types before derived ones, properties before fields within a type. A member
/// hidden by one of the same name keeps the name; the one that hides it is qualified with its type.
/// </summary>
internal static class NamedMembers
{
    public static List<ContractMember> Find(Type type, bool allowPrivate)
    {
        var members = new List<ContractMember>();
        var all = AllMembers(type);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in all)
        {
            if (names.Add(member.Name))
                AddNamed(members, all, member.Name, allowPrivate);
        }

        return members;
    }

    private static void AddNamed(List<ContractMember> members, List<MemberInfo> all, string name, bool allowPrivate)
    {
        var isFirst = true;
        foreach (var member in all)
        {
            if (member.Name != name)
                continue;
            var key = isFirst ? name : $"{member.DeclaringType!.FullName}.{name}";
            if (ContractMember.TryCreate(member, allowPrivate, _ => new ContractKey(key, 0, IsExplicit: false)) is not { } found)
                continue;
            members.Add(found);
            isFirst = false;
        }
    }

    // As reflection sees them from the type itself: without private members of base types and without overridden properties.
    private static List<MemberInfo> AllMembers(Type type)
    {
        var properties = type.GetProperties(MemberAccess.Instance);
        var fields = type.GetFields(MemberAccess.Instance);
        var members = new List<MemberInfo>(properties.Length + fields.Length);
        foreach (var declaring in MemberAccess.Chain(type))
        {
            AddDeclared(members, properties, declaring);
            AddDeclared(members, fields, declaring);
        }

        return members;
    }

    private static void AddDeclared(List<MemberInfo> members, MemberInfo[] candidates, Type declaring)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.DeclaringType == declaring)
                members.Add(candidate);
        }
    }
}
