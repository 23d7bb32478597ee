using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ProcQ.Tests.House;

/// <summary>Writes types, parameters and constraints as a C# programmer would, nullability included.</summary>
internal static class PublicApiNames
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string TypeHeader(Type type)
    {
        var kind =
            type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type.IsByRefLike ? "ref struct"
            : type.IsValueType ? "struct"
            : type.GetMethod("<Clone>$") is not null ? "record"
            : "class";
        var modifier =
            type is { IsAbstract: true, IsSealed: true } ? "static "
            : type is { IsAbstract: true, IsInterface: false } ? "abstract "
            : type.IsSealed && kind is "class" or "record" ? "sealed "
            : "";
        var bases = Bases(type).ToArray();
        var arguments = type.IsGenericType ? Constraints(type.GetGenericArguments()) : "";
        return $"{modifier}{kind} {type.Namespace}.{Declared(type)}{(bases.Length > 0 ? " : " + string.Join(", ", bases) : "")}{arguments}";
    }

    public static string Simple(Type type) => type.Name.Split('`')[0];

    public static string Of(Type type) => Of(type, null);

    public static string Of(PropertyInfo property) => Of(property.PropertyType, Nullability.Create(property));

    public static string Of(FieldInfo field) => Of(field.FieldType, Nullability.Create(field));

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, Nullability.Create(parameter));

    public static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "")
        + string.Join(", ", method.GetParameters().Select(Parameter));

    public static string Constraints(IEnumerable<Type> arguments) => string.Concat(arguments.Select(Constraint));

    private static string Declared(Type type)
    {
        var name = type.IsGenericType
            ? $"{Simple(type)}<{string.Join(", ", type.GetGenericArguments().Select(a => a.Name))}>"
            : type.Name;
        return type.DeclaringType is null ? name : $"{Declared(type.DeclaringType)}.{name}";
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type))
            yield break;
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            yield return Of(parent);
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        foreach (
            var name in type.GetInterfaces().Except(inherited).Where(i => i.IsVisible).Select(Of).Order(StringComparer.Ordinal)
        )
            yield return name;
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var direction =
            parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : parameter.ParameterType.IsByRef ? "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute))
                ? "params "
            : "";
        return $"{direction}{Of(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Default(parameter) : "")}";
    }

    private static string Default(ParameterInfo parameter) =>
        parameter.DefaultValue switch
        {
            null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
                ? "default"
                : "null",
            string text => $"\"{text}\"",
            bool value => value ? "true" : "false",
            var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

    private static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
            return Of(type.GetElementType()!, nullability);
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying) + "?";
        // An unconstrained T counts as nullable whether or not the source says T?, so it is written without.
        var mark =
            nullability?.ReadState == NullabilityState.Nullable && !type.IsValueType && !type.IsGenericParameter ? "?" : "";
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        if (!type.IsGenericType)
            return (Keywords.TryGetValue(type, out var keyword) ? keyword : type.Name) + mark;
        var arguments = type.GetGenericArguments()
            .Select((a, i) => Of(a, nullability?.GenericTypeArguments.ElementAtOrDefault(i)));
        return $"{Simple(type)}<{string.Join(", ", arguments)}>{mark}";
    }

    private static string Constraint(Type argument)
    {
        if (!argument.IsGenericParameter)
            return "";
        var attributes = argument.GenericParameterAttributes;
        var parts = new List<string>();
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            parts.Add("class");
        if (attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            parts.Add("struct");
        else if (parts.Count == 0 && IsNotNull(argument))
            parts.Add("notnull");
        parts.AddRange(argument.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(Of));
        return parts.Count > 0 ? $" where {argument.Name} : {string.Join(", ", parts)}" : "";
    }

    /// <summary>The compiler writes `notnull` as a 1: on the parameter itself, or, if that says nothing, on the method or a type around it.</summary>
    private static bool IsNotNull(Type argument)
    {
        var nullability = Flag(argument, "NullableAttribute");
        for (
            MemberInfo? around = argument.DeclaringMethod ?? (MemberInfo?)argument.DeclaringType;
            nullability is null && around is not null;
            around = around.DeclaringType
        )
            nullability = Flag(around, "NullableContextAttribute");
        return nullability == 1;
    }

    private static byte? Flag(MemberInfo member, string attribute) =>
        member.GetCustomAttributesData().FirstOrDefault(a => a.AttributeType.Name == attribute)?.ConstructorArguments
            is [{ Value: byte flag }]
            ? flag
            : null;
}
