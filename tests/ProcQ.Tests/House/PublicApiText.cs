using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace ProcQ.Tests.House;

/// <summary>Renders what an assembly offers to the outside, one line a member, in an order that only changes with the API.</summary>
internal static class PublicApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder($"assembly {assembly.GetName().Name}\n");
        // A name with '<' is the compiler's: the groups behind extension blocks, whose members are listed as static methods after what they extend.
        foreach (
            var type in assembly
                .GetExportedTypes()
                .Where(t => !t.FullName!.Contains('<', StringComparison.Ordinal))
                .OrderBy(t => t.FullName, StringComparer.Ordinal)
        )
        {
            text.Append('\n').Append(PublicApiNames.TypeHeader(type)).Append('\n');
            if (typeof(Delegate).IsAssignableFrom(type))
                continue;
            foreach (var line in Lines(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private static IEnumerable<string> Lines(Type type)
    {
        foreach (
            var field in type.GetFields(Declared)
                .Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly)
                .Where(f => !f.IsSpecialName)
        )
            yield return Field(type, field);
        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible))
            yield return $"{Access(constructor)}{PublicApiNames.Simple(type)}({PublicApiNames.Parameters(constructor)})";
        foreach (var property in type.GetProperties(Declared).Where(p => p.GetAccessors(nonPublic: true).Any(IsVisible)))
            yield return Property(property);
        foreach (var @event in type.GetEvents(Declared).Where(e => IsVisible(e.AddMethod!)))
            yield return $"{Access(@event.AddMethod!)}event {PublicApiNames.Of(@event.EventHandlerType!)} {@event.Name}";
        foreach (var method in type.GetMethods(Declared).Where(m => IsVisible(m) && !IsCompilers(m)))
            yield return Method(method);
        foreach (var receiver in Receivers(type))
            yield return receiver;
    }

    private static string Field(Type type, FieldInfo field)
    {
        if (type.IsEnum)
            return $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), System.Globalization.CultureInfo.InvariantCulture)}";
        var kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        return $"{(field.IsPublic ? "" : "protected ")}{kind}{PublicApiNames.Of(field)} {field.Name}";
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToArray();
        var setter = accessors.Contains(property.SetMethod) ? (IsInit(property.SetMethod!) ? "init; " : "set; ") : "";
        var getter = accessors.Contains(property.GetMethod) ? "get; " : "";
        var index = property.GetIndexParameters();
        var name =
            index.Length == 0
                ? property.Name
                : $"this[{string.Join(", ", index.Select(i => PublicApiNames.Of(i.ParameterType)))}]";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Access(accessors[0])}{required}{PublicApiNames.Of(property)} {name} {{ {getter}{setter}}}";
    }

    private static string Method(MethodInfo method)
    {
        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        var constraints = method.IsGenericMethod ? PublicApiNames.Constraints(method.GetGenericArguments()) : "";
        return $"{Access(method)}{PublicApiNames.Of(method.ReturnParameter)} {method.Name}{generics}({PublicApiNames.Parameters(method)}){constraints}";
    }

    /// <summary>What extension blocks extend: the compiler keeps it as the parameter of a method that is never called.</summary>
    private static IEnumerable<string> Receivers(Type type) =>
        from block in type.GetNestedTypes(Declared)
        from marker in block.GetNestedTypes(Declared)
        from method in marker.GetMethods(Declared)
        where method.Name == "<Extension>$"
        select $"extension({PublicApiNames.Of(method.GetParameters()[0].ParameterType)})";

    private static string Access(MethodBase method)
    {
        var overrides = method is MethodInfo info && info.GetBaseDefinition() != info;
        return (method.IsPublic ? "" : "protected ")
            + (method.IsStatic ? "static " : "")
            + (
                overrides ? "override "
                : method.IsAbstract ? "abstract "
                : method is { IsVirtual: true, IsFinal: false } ? "virtual "
                : ""
            );
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsCompilers(MethodInfo method) =>
        (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal))
        || method.IsDefined(typeof(CompilerGeneratedAttribute));
}
