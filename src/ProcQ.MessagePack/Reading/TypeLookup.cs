using System.Reflection;
using System.Reflection.Metadata;

namespace ProcQ.MessagePack.Reading;

/// <summary>
/// Finds a type by its assembly-qualified name, for values that are of type <see cref="Type"/>. A name from the wire only ever becomes such a
/// value: it never decides what is read. The name is bounded, because every type that is constructed stays in memory for good.
/// </summary>
internal static class TypeLookup
{
    private static readonly TypeNameParseOptions s_bounds = new() { MaxNodes = 64 };

    public static Type? Find(string name)
    {
        if (!TypeName.TryParse(name, out _, s_bounds))
            return null;
        return Type.GetType(name, FindAssembly, typeResolver: null, throwOnError: false);
    }

    // A newer runtime has the same types under another version, so the simple name decides.
    private static Assembly? FindAssembly(AssemblyName name)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (string.Equals(assembly.GetName().Name, name.Name, StringComparison.OrdinalIgnoreCase))
                return assembly;
        }

        try
        {
            return Assembly.Load(new AssemblyName { Name = name.Name });
        }
        catch (Exception missing) when (missing is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
