using System.Reflection;

namespace ProcQ.Functions;

/// <summary>Turns what the compiler called a method into what its author would call it: <c>Program.Main lambda</c>.</summary>
internal static class FunctionName
{
    /// <summary>The readable name of any method, also of one that was made at run time.</summary>
    public static string Of(MethodInfo method)
    {
        var type = method.DeclaringType;
        var arguments = type?.GetGenericArguments() ?? [];
        var marker = type is { Name: var name } && name.Contains('@', StringComparison.Ordinal) ? " lambda" : string.Empty;
        while (type is not null && type.IsNested && IsGeneratedName(type.Name))
            type = type.DeclaringType;
        // Reflection gives the open outer type of a closed nested one; its arguments are the first of the nested one's.
        if (type is { IsGenericTypeDefinition: true } && arguments.Length >= type.GetGenericArguments().Length)
            type = type.MakeGenericType(arguments[..type.GetGenericArguments().Length]);

        var owner = type is null ? string.Empty : OfType(type) + ".";
        return owner + (marker.Length > 0 ? method.DeclaringType!.Name.Split('@')[0] + marker : Readable(method.Name));
    }

    /// <summary>A type as it is written in source, without namespaces: <c>Dictionary&lt;String, Int32&gt;</c>.</summary>
    public static string OfType(Type type)
    {
        if (type.IsArray)
            return OfType(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";

        var name = type.Name.Split('`')[0];
        var arguments = type.GetGenericArguments();
        var outer = type is { IsNested: true, IsGenericParameter: false } ? type.DeclaringType : null;
        // A nested type repeats its outer type's parameters; they are shown once, at the end.
        while (outer is not null)
        {
            name = outer.Name.Split('`')[0] + "." + name;
            outer = outer.DeclaringType;
        }

        return arguments.Length == 0 ? name : name + "<" + string.Join(", ", arguments.Select(OfType)) + ">";
    }

    private static bool IsGeneratedName(string name) =>
        name.StartsWith('<')
        || name.StartsWith("_Closure$__", StringComparison.Ordinal)
        || name.Contains('@', StringComparison.Ordinal);

    private static string Readable(string name)
    {
        if (!name.StartsWith('<'))
            return Plain(name);

        var end = ClosingBracket(name);
        if (end < 0)
            return name;

        var source = Readable(name[1..end]);
        var kind = name[(end + 1)..];
        if (kind.StartsWith("b__", StringComparison.Ordinal))
            return source + " lambda";
        if (kind.StartsWith("g__", StringComparison.Ordinal))
            return source + "." + kind["g__".Length..].Split('|')[0];

        // "<Main>$" is what top-level statements become.
        return source;
    }

    private static int ClosingBracket(string name)
    {
        var depth = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '<')
                depth++;
            else if (name[i] == '>' && --depth == 0)
                return i;
        }

        return -1;
    }

    private static string Plain(string name) =>
        name switch
        {
            ".ctor" or ".cctor" => "constructor",
            _ when name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) => name[
                4..
            ],
            _ => name,
        };
}
