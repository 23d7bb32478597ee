namespace ProcQ.MessagePack.Building;

/// <summary>Names of types as people write them.</summary>
internal static class TypeNames
{
    /// <summary>The name without its namespace, with type arguments: <c>List&lt;Int32&gt;</c>.</summary>
    public static string Short(Type type)
    {
        if (type.IsArray)
            return $"{Short(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (!type.IsGenericType)
            return type.Name;
        var name = type.Name;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return $"{(tick < 0 ? name : name[..tick])}<{string.Join(", ", type.GetGenericArguments().Select(Short))}>";
    }

    /// <summary>The name with its namespace.</summary>
    public static string Full(Type type) =>
        type.IsGenericType || type.FullName is null ? $"{type.Namespace}.{Short(type)}" : type.FullName;
}
