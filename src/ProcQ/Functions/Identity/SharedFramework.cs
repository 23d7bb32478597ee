using System.Reflection;

namespace ProcQ.Functions.Identity;

/// <summary>
/// Knows the assemblies of the installed .NET. A worker may run on another patch of it, so their methods are found by name and
/// signature; in a self-contained application there is no shared framework, and the exact build is compared as for any other file.
/// </summary>
internal static class SharedFramework
{
    private static readonly string? _root = FindRoot();

    /// <summary>True for an assembly that was loaded from <c>dotnet/shared</c>.</summary>
    public static bool Contains(Assembly assembly) =>
        _root is not null && !assembly.IsDynamic && assembly.Location.StartsWith(_root, StringComparison.Ordinal);

    private static string? FindRoot()
    {
        // .../shared/Microsoft.NETCore.App/10.0.0/System.Private.CoreLib.dll
        var shared = new FileInfo(typeof(object).Assembly.Location).Directory?.Parent?.Parent;
        return shared?.Name == "shared" ? shared.FullName + Path.DirectorySeparatorChar : null;
    }
}
