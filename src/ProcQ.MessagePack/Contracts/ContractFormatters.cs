using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Contracts;

/// <summary>Formatters of types that are made of members.</summary>
internal static class ContractFormatters
{
    public static Part Create(Type type, ContractAttributes attributes, FormatterBuilder builder)
    {
        TypeRefusals.Check(type, attributes);
        var shape = ContractInspector.Inspect(type, attributes, builder.AllowPrivate);
        TypeRefusals.Check(shape, attributes);
        return Create(shape, builder);
    }

    public static Part Create(ContractShape shape, FormatterBuilder builder)
    {
        var parts = new IUntypedFormatter[shape.Members.Length];
        var mayCycle = false;
        for (var i = 0; i < parts.Length; i++)
        {
            var member = shape.Members[i];
            var part =
                CustomFormatters.TryCreate(member.Attributes.Formatter, member.Type) ?? builder.Get(member.Type, member.Name);
            parts[i] = part.Formatter;
            mayCycle |= part.MayCycle;
        }

        // A struct is copied, it has no identity to come back to; a cycle through it is found at one of the objects it leads to.
        var watch = mayCycle && !shape.Type.IsValueType;
        var formatter = Generic.Create(typeof(ContractFormatter<>), [shape.Type], shape, parts, watch);
        return new Part((IUntypedFormatter)formatter, mayCycle);
    }
}
