using System.Reflection;

namespace ProcQ.MessagePack.Contracts;

/// <summary>The attributes of a type that matter here, read once and without running any code of theirs.</summary>
internal sealed class ContractAttributes
{
    private readonly List<CustomAttributeData> _unions = [];

    private ContractAttributes() { }

    /// <summary>[MessagePackObject], of the type or of one it derives from.</summary>
    public CustomAttributeData? MessagePackObject { get; private set; }

    /// <summary>[MessagePackFormatter], of the type or of one it derives from.</summary>
    public CustomAttributeData? Formatter { get; private set; }

    /// <summary>The [Union] attributes of the type itself.</summary>
    public IReadOnlyList<CustomAttributeData> Unions => _unions;

    public bool IsDataContract { get; private set; }

    public bool IsCompilerGenerated { get; private set; }

    public bool IsContract => MessagePackObject is not null || IsDataContract;

    public static ContractAttributes Of(Type type)
    {
        var attributes = new ContractAttributes();
        for (var current = type; current is not null && current.Assembly != typeof(object).Assembly; current = current.BaseType)
        {
            foreach (var attribute in current.GetCustomAttributesData())
                attributes.Add(attribute, isOwn: current == type);
        }

        return attributes;
    }

    private void Add(CustomAttributeData attribute, bool isOwn)
    {
        switch (attribute.AttributeType.FullName)
        {
            case AttributeNames.MessagePackObject:
                MessagePackObject ??= attribute;
                break;
            case AttributeNames.Formatter:
            case AttributeNames.FormattedBy:
                Formatter ??= attribute;
                break;
            case AttributeNames.Union when isOwn:
                _unions.Add(attribute);
                break;
            case AttributeNames.DataContract when isOwn:
                IsDataContract = true;
                break;
            case AttributeNames.CompilerGenerated when isOwn:
                IsCompilerGenerated = true;
                break;
        }
    }
}
