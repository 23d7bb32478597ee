namespace ProcQ.MessagePack;

/// <summary>
/// Names the formatter of a type, as MessagePack-CSharp's <c>[MessagePackFormatter]</c> does, which is understood as well. For types that are not their
/// public members.
/// </summary>
/// <param name="formatter">
/// A <see cref="MessagePackFormatter{T}"/> of the type, with a constructor without parameters; for a generic type the open generic formatter, with the
/// same type parameters.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum)]
public sealed class FormattedByAttribute(Type formatter) : Attribute
{
    /// <summary>The formatter's type.</summary>
    public Type Formatter { get; } = formatter;
}
