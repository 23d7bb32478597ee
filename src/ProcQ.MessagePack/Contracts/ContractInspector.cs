namespace ProcQ.MessagePack.Contracts;

/// <summary>Finds out the contract of a type: from MessagePack's attributes, from DataContract, or, without either, from its public members.</summary>
internal static class ContractInspector
{
    public static ContractShape Inspect(Type type, ContractAttributes attributes, bool allowPrivate)
    {
        var contract = attributes.MessagePackObject;
        if (contract is not null)
            allowPrivate |= MemberAttributes.Named<bool>(contract, "AllowPrivate");
        else if (IsAnonymous(type, attributes))
            allowPrivate = false;

        var byName = contract is not null ? contract.ConstructorArguments is [{ Value: true }, ..] : !attributes.IsDataContract;
        var found = byName
            ? NamedMembers.Find(type, allowPrivate)
            : KeyedMembers.Find(type, allowPrivate, isDataContract: contract is null);
        return Complete(type, found, isArray: !byName && KeyedMembers.AreIndexed(found, type), allowPrivate);
    }

    private static bool IsAnonymous(Type type, ContractAttributes attributes) =>
        attributes.IsCompilerGenerated && type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal);

    private static ContractShape Complete(Type type, List<ContractMember> found, bool isArray, bool allowPrivate)
    {
        var choice = ConstructorChoice.Choose(type, found, isArray, allowPrivate);
        foreach (var argument in choice.Arguments)
            argument.IsSetByConstructor = true;

        var kept = found.FindAll(m => m.IsExplicit || m.IsSetByConstructor || m.IsWritable);
        SortStably(kept, isArray ? static m => m.Index : static m => m.Attributes.Order);
        return new ContractShape(type, isArray, [.. kept])
        {
            Constructor = choice.Constructor,
            Arguments = choice.Arguments,
            Callbacks = Array.Find(type.GetInterfaces(), i => i.FullName == AttributeNames.CallbackReceiver),
        };
    }

    // By insertion: members are few and mostly in order already, and a sort from the library would be compiled for us at every start.
    private static void SortStably(List<ContractMember> members, Func<ContractMember, int> key)
    {
        for (var i = 1; i < members.Count; i++)
        {
            var member = members[i];
            var at = i;
            for (; at > 0 && key(members[at - 1]) > key(member); at--)
                members[at] = members[at - 1];
            members[at] = member;
        }
    }
}
