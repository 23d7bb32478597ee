// Stand-ins for the attributes of MessagePack-CSharp: same full names, same shapes. The codec recognises them by name alone, which these prove.
namespace MessagePack;

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class MessagePackObjectAttribute(bool keyAsPropertyName = false) : Attribute
{
    public bool KeyAsPropertyName { get; } = keyAsPropertyName;

    public bool SuppressSourceGeneration { get; set; }

    public bool AllowPrivate { get; set; }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class KeyAttribute : Attribute
{
    public KeyAttribute(int x) => IntKey = x;

    public KeyAttribute(string x) => StringKey = x;

    public int? IntKey { get; }

    public string? StringKey { get; }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class IgnoreMemberAttribute : Attribute;

[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UnionAttribute : Attribute
{
    public UnionAttribute(int key, Type subType) => (Key, SubType) = (key, subType);

    public UnionAttribute(int key, string subType) => (Key, SubType) = (key, Type.GetType(subType)!);

    public int Key { get; }

    public Type SubType { get; }
}

[AttributeUsage(AttributeTargets.Constructor)]
public sealed class SerializationConstructorAttribute : Attribute;

[AttributeUsage(
    AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Interface
        | AttributeTargets.Enum
        | AttributeTargets.Field
        | AttributeTargets.Property
)]
public sealed class MessagePackFormatterAttribute(Type formatterType, params object?[]? arguments) : Attribute
{
    public Type FormatterType { get; } = formatterType;

    public object?[]? Arguments { get; } = arguments;
}

public interface IMessagePackSerializationCallbackReceiver
{
    void OnBeforeSerialize();

    void OnAfterDeserialize();
}

public readonly struct Nil;
