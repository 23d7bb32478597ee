namespace ProcQ.Tests.House;

/// <summary>The repository this test was built from: the house is checked where it stands.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    /// <summary>The C# files below the given folders, as (path relative to the root, text), without build output.</summary>
    public static IReadOnlyList<(string Path, string Text)> CSharpBelow(params string[] folders)
    {
        var files = new List<(string, string)>();
        foreach (var folder in folders)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            {
                var relative = Path.GetRelativePath(Root, file).Replace('\\', '/');
                if (
                    !relative.Contains("/obj/", StringComparison.Ordinal) && !relative.Contains("/bin/", StringComparison.Ordinal)
                )
                    files.Add((relative, File.ReadAllText(file)));
            }
        }
        files.Sort((a, b) => string.CompareOrdinal(a.Item1, b.Item1));
        return files;
    }

    // Not [CallerFilePath]: a CI build maps source paths to /_/.
    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ProcQ.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException(
            $"No ProcQ.sln above {AppContext.BaseDirectory}: the house tests run inside the repository."
        );
    }
}
