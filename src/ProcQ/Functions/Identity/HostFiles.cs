namespace ProcQ.Functions.Identity;

/// <summary>The assemblies the .NET host was started with: those that a worker, started the same way, finds by name.</summary>
internal static class HostFiles
{
    private static readonly HashSet<string> _paths = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? string.Empty)
        .Split(Path.PathSeparator)
        .ToHashSet(StringComparer.Ordinal);

    private static readonly HashSet<string?> _names = _paths
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .ToHashSet(StringComparer.OrdinalIgnoreCase)!;

    public static bool Contains(string path) => _paths.Contains(path);

    public static bool HasNamed(string? assembly) => _names.Contains(assembly);
}
