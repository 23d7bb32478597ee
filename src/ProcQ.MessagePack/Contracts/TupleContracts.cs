using System.Reflection;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Contracts;

/// <summary>Tuples and key-value pairs: arrays of exactly their members. The eighth member of a long tuple is the tuple of the rest.</summary>
internal static class TupleContracts
{
    public static bool IsTuple(Type open) =>
        open == typeof(KeyValuePair<,>)
        || (
            open.Namespace == nameof(System)
            && open.Assembly == typeof(Tuple).Assembly
            && (
                open.Name.StartsWith("ValueTuple`", StringComparison.Ordinal)
                || open.Name.StartsWith("Tuple`", StringComparison.Ordinal)
            )
        );

    public static Part Create(Type type, FormatterBuilder builder)
    {
        var constructor = Array.Find(type.GetConstructors(), c => c.GetParameters().Length == type.GetGenericArguments().Length)!;
        var members = Array.ConvertAll(constructor.GetParameters(), p => Member(type, p));
        var shape = new ContractShape(type, IsArray: true, members)
        {
            Constructor = constructor,
            Arguments = members,
            HasFixedLength = true,
        };
        return ContractFormatters.Create(shape, builder);
    }

    private static ContractMember Member(Type type, ParameterInfo parameter)
    {
        const BindingFlags AnyCase = BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase;
        var member = (MemberInfo?)type.GetField(parameter.Name!, AnyCase) ?? type.GetProperty(parameter.Name!, AnyCase)!;
        return new ContractMember(member, MemberAttributes.None, isReadable: true, isWritable: false)
        {
            Index = parameter.Position,
            IsSetByConstructor = true,
        };
    }
}
