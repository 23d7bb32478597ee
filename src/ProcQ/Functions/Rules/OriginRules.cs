using System.Reflection;
using System.Runtime.Loader;

namespace ProcQ.Functions.Rules;

/// <summary>Which types a worker can load: those that are in a file, or in the application bundle.</summary>
internal static class OriginRules
{
    /// <summary>The first reason against naming the type in another process, or null.</summary>
    public static Refusal? Find(Type type)
    {
        if (type.HasElementType)
            return Find(type.GetElementType()!);
        if (type.ContainsGenericParameters)
            return new Refusal(
                $"type {FunctionName.OfType(type)} is open: its type arguments aren't chosen",
                "Close it over the types it is called with.",
                type
            );

        return OfAssembly(type) ?? type.GetGenericArguments().Select(Find).FirstOrDefault(refusal => refusal is not null);
    }

    private static Refusal? OfAssembly(Type type)
    {
        var assembly = type.Assembly;
        if (assembly.IsDynamic)
            return new Refusal(
                $"type {FunctionName.OfType(type)} was made at run time (Reflection.Emit, assembly {NameOf(assembly)}) and is in no file that a worker could load",
                "Compile it into a file and load that.",
                type
            );
        if (assembly.IsCollectible)
            return new Refusal(
                $"type {FunctionName.OfType(type)} is in the collectible load context '{AssemblyLoadContext.GetLoadContext(assembly)?.Name}', "
                    + "which may be unloaded while a worker still runs its code",
                $"Load {NameOf(assembly)} into a context with isCollectible: false, or into the default one.",
                type
            );
        if (IsInMemoryOnly(assembly))
            return new Refusal(
                $"assembly {NameOf(assembly)} of type {FunctionName.OfType(type)} was loaded from bytes, so that a worker can't find it",
                "Save it to a file and load it with AssemblyLoadContext.LoadFromAssemblyPath.",
                type
            );

        return null;
    }

    private static string? NameOf(Assembly assembly) => assembly.GetName().Name;

    private static bool IsInMemoryOnly(Assembly assembly)
    {
        if (AssemblyFile.Of(assembly) is not null)
            return false;

        // In a single-file application nothing of the bundle has a location, and yet a worker that is the same file has it all.
        var isBundle = Assembly.GetEntryAssembly() is { } entry && AssemblyFile.Of(entry) is null;
        return !isBundle || AssemblyLoadContext.GetLoadContext(assembly) != AssemblyLoadContext.Default;
    }
}
