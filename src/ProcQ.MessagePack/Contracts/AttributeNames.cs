namespace ProcQ.MessagePack.Contracts;

/// <summary>The attributes that shape a contract. They are recognised by name: no reference to the package that declares them is needed.</summary>
internal static class AttributeNames
{
    public const string MessagePackObject = "MessagePack.MessagePackObjectAttribute";
    public const string Key = "MessagePack.KeyAttribute";
    public const string IgnoreMember = "MessagePack.IgnoreMemberAttribute";
    public const string Union = "MessagePack.UnionAttribute";
    public const string SerializationConstructor = "MessagePack.SerializationConstructorAttribute";
    public const string Formatter = "MessagePack.MessagePackFormatterAttribute";
    public const string FormattedBy = "ProcQ.MessagePack.FormattedByAttribute";
    public const string CallbackReceiver = "MessagePack.IMessagePackSerializationCallbackReceiver";
    public const string DataContract = "System.Runtime.Serialization.DataContractAttribute";
    public const string DataMember = "System.Runtime.Serialization.DataMemberAttribute";
    public const string IgnoreDataMember = "System.Runtime.Serialization.IgnoreDataMemberAttribute";
    public const string NonSerialized = "System.NonSerializedAttribute";
    public const string CompilerGenerated = "System.Runtime.CompilerServices.CompilerGeneratedAttribute";
}
