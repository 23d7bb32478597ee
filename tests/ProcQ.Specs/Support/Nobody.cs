namespace ProcQ.Specs.Support;

/// <summary>
/// Programs of this suite as another user runs them, who may not even look into the folder that this repository was cloned to: from a copy that
/// everybody can read. Takes root and setpriv.
/// </summary>
internal sealed class Nobody : IDisposable
{
    private const UnixFileMode ForEverybody = (UnixFileMode)0b111_101_101;

    private readonly ScratchFolder _copy = new();

    /// <summary>With a copy of a program's folder.</summary>
    public Nobody(string program) => Copy(new FileInfo(program).Directory!, _copy.Path);

    /// <summary>What a command line begins with, to be that user's.</summary>
    public static string[] Command { get; } = ["setpriv", "--reuid=65534", "--clear-groups", "dotnet"];

    /// <summary>The folder with the programs.</summary>
    public string Folder => _copy.Path;

    public void Dispose() => _copy.Dispose();

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        File.SetUnixFileMode(to, ForEverybody);
        foreach (var file in from.EnumerateFiles().Where(file => file.Extension is ".dll" or ".json"))
            file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories())
            Copy(folder, Path.Combine(to, folder.Name));
    }
}
