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
        _root is not null && AssemblyFile.Of(assembly) is { } file && file.StartsWith(_root, StringComparison.Ordinal);

    private static string? FindRoot()
    {
        // .../shared/Microsoft.NETCore.App/10.0.0/System.Private.CoreLib.dll; nothing in a single file that carries its runtime.
        if (AssemblyFile.FolderOf(typeof(object).Assembly) is not { } version)
            return null;
        var shared = new DirectoryInfo(version).Parent?.Parent;
        return shared?.Name == "shared" ? shared.FullName + Path.DirectorySeparatorChar : null;
    }
}
