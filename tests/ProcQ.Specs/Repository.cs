namespace ProcQ.Specs;

/// <summary>The repository that these specs were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The program of a sample, built in the configuration of these specs.</summary>
    public static string Sample(string name)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(Root, "samples", name, "bin", configuration, "net10.0", $"{name}.dll");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ProcQ.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException(
            $"No ProcQ.sln above {AppContext.BaseDirectory}: these specs run inside the repository."
        );
    }
}
