using System.Collections;
using System.Reflection;
using ProcQ.Functions.Identity;
using ProcQ.Functions.Rules;

namespace ProcQ.Functions.Captures;

/// <summary>One used field of a closure.</summary>
internal sealed class CapturedVariable(FieldInfo field)
{
    public FieldInfo Field { get; } = field;

    public CaptureKind Kind { get; } = KindOf(field);

    public bool IsThis { get; } = HoldsThis(field);

    /// <summary>The variable as its author wrote it.</summary>
    public string SourceName { get; } = NameOf(field);

    private static CaptureKind KindOf(FieldInfo field)
    {
        var type = field.FieldType;
        if (GeneratedCode.IsClosure(type))
            return CaptureKind.Closure;
        if (type.IsAssignableTo(typeof(Delegate)))
            return CaptureKind.Function;

        // 'this' is judged by what it is at run time, also where its class happens to be sealed.
        return HoldsThis(field) || NeedsRuntimeType(type) ? CaptureKind.TypedValue : CaptureKind.Value;
    }

    private static bool NeedsRuntimeType(Type type)
    {
        if (type == typeof(object) || type == typeof(ValueType) || type == typeof(Enum))
            return true;
        // Collections are described by their elements; a union's tag names the subtype; a Type or an Exception is known to the codec.
        if (type.IsSealed || type.IsAssignableTo(typeof(IEnumerable)) || HasUnion(type))
            return false;

        return type.IsInterface || (!SharedFramework.Contains(type.Assembly) && type.Assembly != typeof(object).Assembly);
    }

    private static bool HasUnion(Type type) =>
        type.GetCustomAttributesData().Any(attribute => attribute.AttributeType.FullName == "MessagePack.UnionAttribute");

    private static bool HoldsThis(FieldInfo field) =>
        field.Name.Contains("<>4__this", StringComparison.Ordinal) || field.Name == "$VB$Me";

    private static string NameOf(FieldInfo field)
    {
        if (HoldsThis(field))
            return "this";

        const string VisualBasicLocal = "$VB$Local_";
        return field.Name.StartsWith(VisualBasicLocal, StringComparison.Ordinal)
            ? field.Name[VisualBasicLocal.Length..]
            : ReceiverRules.SourceName(field);
    }
}
