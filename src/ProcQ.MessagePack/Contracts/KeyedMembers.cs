using System.Reflection;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Contracts;

/// <summary>Members that carry a key of their own: all properties base to derived, then all fields.</summary>
internal static class KeyedMembers
{
    private const BindingFlags Declared = MemberAccess.Instance | BindingFlags.DeclaredOnly;

    public static List<ContractMember> Find(Type type, bool allowPrivate, bool isDataContract)
    {
        var members = new List<ContractMember>();
        foreach (var member in AllMembers(type))
        {
            var found = ContractMember.TryCreate(
                member,
                allowPrivate,
                attributes => isDataContract ? DataMemberKey(member, attributes) : MessagePackKey(type, member, attributes)
            );
            if (found is not null)
                Add(type, members, found);
        }

        return members;
    }

    /// <summary>Whether the keys are indexes. A contract without any member is an empty array.</summary>
    public static bool AreIndexed(List<ContractMember> members, Type type)
    {
        var isIndexed = members.TrueForAll(m => m.Key is null);
        if (!isIndexed && members.Exists(m => m.Key is null))
            throw Refusal.Of(
                type,
                "some of its members have integer keys and some have string keys",
                "Use one kind of key for all members"
            );
        return isIndexed;
    }

    private static void Add(Type type, List<ContractMember> members, ContractMember found)
    {
        if (members.Find(m => m.Key == found.Key && m.Index == found.Index) is not { } twin)
            members.Add(found);
        else if (!IsOverride(found, twin))
        {
            throw Refusal.Of(
                type,
                $"its members {twin.Name} and {found.Name} have the same key {found.Key ?? (object)found.Index}",
                "Give each member a key of its own"
            );
        }
    }

    private static ContractKey? DataMemberKey(MemberInfo member, MemberAttributes attributes)
    {
        if (attributes.DataMember is not { } attribute)
            return null;
        return ContractKey.Of(
            attributes.Order != -1 ? attributes.Order : MemberAttributes.Named(attribute, "Name", member.Name)!
        );
    }

    private static ContractKey MessagePackKey(Type type, MemberInfo member, MemberAttributes attributes) =>
        attributes.Key is { } key
            ? ContractKey.Of(key)
            : throw Refusal.Of(
                type,
                $"it is a [MessagePackObject] and its public member {member.Name} has no [Key]",
                "Add [Key] or [IgnoreMember] to the member, or use [MessagePackObject(keyAsPropertyName: true)]"
            );

    private static bool IsOverride(ContractMember member, ContractMember twin) =>
        member.Property is not null
        && twin.Property is { } overridden
        && member.Name == twin.Name
        && (IsOpen(overridden.GetMethod) || IsOpen(overridden.SetMethod));

    private static bool IsOpen(MethodInfo? accessor) => accessor is { IsVirtual: true, IsFinal: false };

    private static List<MemberInfo> AllMembers(Type type)
    {
        var chain = MemberAccess.Chain(type);
        var members = new List<MemberInfo>();
        foreach (var declaring in chain)
            members.AddRange(declaring.GetProperties(Declared));
        foreach (var declaring in chain)
            members.AddRange(declaring.GetFields(Declared));
        return members;
    }
}
