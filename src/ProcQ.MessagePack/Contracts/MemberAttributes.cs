using System.Reflection;

namespace ProcQ.MessagePack.Contracts;

/// <summary>
/// The attributes of a property or field that matter here, read once and without running any code of theirs. An override has those of the
/// properties it overrides as well, its own first.
/// </summary>
internal sealed class MemberAttributes
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private MemberAttributes() { }

    /// <summary>Of a member that is known to have none.</summary>
    public static MemberAttributes None { get; } = new();

    /// <summary>The integer or string of [Key].</summary>
    public object? Key { get; private set; }

    public CustomAttributeData? DataMember { get; private set; }

    public CustomAttributeData? Formatter { get; private set; }

    public bool IsIgnored { get; private set; }

    public bool IsCompilerGenerated { get; private set; }

    /// <summary>The order of [DataMember], -1 if it has none; members without the attribute come after all others.</summary>
    public int Order => DataMember is null ? int.MaxValue : Named(DataMember, "Order", -1);

    public static MemberAttributes Of(MemberInfo member)
    {
        var attributes = new MemberAttributes();
        for (var current = member; current is not null; current = Overridden(current))
        {
            foreach (var attribute in current.GetCustomAttributesData())
                attributes.Add(attribute);
        }

        return attributes;
    }

    public static T? Named<T>(CustomAttributeData attribute, string name, T? missing = default)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.MemberName == name)
                return (T?)argument.TypedValue.Value;
        }

        return missing;
    }

    private void Add(CustomAttributeData attribute)
    {
        switch (attribute.AttributeType.FullName)
        {
            case AttributeNames.Key:
                Key ??= attribute.ConstructorArguments[0].Value;
                break;
            case AttributeNames.DataMember:
                DataMember ??= attribute;
                break;
            case AttributeNames.Formatter:
                Formatter ??= attribute;
                break;
            case AttributeNames.IgnoreMember or AttributeNames.IgnoreDataMember or AttributeNames.NonSerialized:
                IsIgnored = true;
                break;
            case AttributeNames.CompilerGenerated:
                IsCompilerGenerated = true;
                break;
        }
    }

    private static PropertyInfo? Overridden(MemberInfo member)
    {
        if (member is not PropertyInfo property || (property.GetMethod ?? property.SetMethod) is not { IsVirtual: true } accessor)
            return null;
        if (accessor.GetBaseDefinition().DeclaringType == property.DeclaringType)
            return null;
        for (var type = property.DeclaringType!.BaseType; type is not null; type = type.BaseType)
        {
            if (type.GetProperty(property.Name, Declared) is { } overridden && overridden.PropertyType == property.PropertyType)
                return overridden;
        }

        return null;
    }
}
