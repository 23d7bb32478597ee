using System.Reflection;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Contracts;

/// <summary>Finds the types that may stand behind an interface or an abstract class, from its [Union] attributes.</summary>
internal static class UnionInspector
{
    public static Part? TryCreate(Type type, ContractAttributes attributes, FormatterBuilder builder)
    {
        if (!type.IsInterface && !type.IsAbstract)
            return null;
        var cases = new List<UnionCase>();
        foreach (var attribute in attributes.Unions)
            cases.Add(Case(type, attribute, cases, builder));

        return cases.Count == 0
            ? null
            : new Part(
                (IUntypedFormatter)Generic.Create(typeof(UnionFormatter<>), [type], (object)cases.ToArray()),
                MayCycle: true
            );
    }

    private static UnionCase Case(Type type, CustomAttributeData attribute, List<UnionCase> cases, FormatterBuilder builder)
    {
        var key = (int)attribute.ConstructorArguments[0].Value!;
        var named = attribute.ConstructorArguments[1].Value;
        var subType =
            named as Type
            ?? Type.GetType((string)named!, throwOnError: false)
            ?? throw Refusal.Of(type, $"its [Union] names the type '{named}', which does not exist", "Correct the name");
        if (cases.Exists(c => c.Key == key))
            throw Refusal.Of(type, $"two of its [Union] attributes have the key {key}", "Give each type a key of its own");
        if (cases.Exists(c => c.Type == subType))
            throw Refusal.Of(type, $"two of its [Union] attributes name {TypeNames.Full(subType)}", "List each type once");
        if (!type.IsAssignableFrom(subType))
            throw Refusal.Of(
                type,
                $"its [Union] names {TypeNames.Full(subType)}, which is not one",
                "List types that derive from it"
            );
        return new UnionCase(key, subType, builder.Get(subType, TypeNames.Short(subType)).Formatter);
    }
}
