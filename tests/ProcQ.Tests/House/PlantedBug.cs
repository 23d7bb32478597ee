namespace ProcQ.Tests.House;

/// <summary>A bug to plant: text of a source file, what it is replaced by, and the test that must then fail. One file in tests/planted each.</summary>
/// <param name="Name">Names it.</param>
/// <param name="File">The source file, from the root of the repository.</param>
/// <param name="Layer">What catches it, in a word.</param>
/// <param name="Project">The test project of the test.</param>
/// <param name="Test">A part of the test's full name.</param>
/// <param name="Old">Text that is in the file exactly once.</param>
/// <param name="New">What is there instead.</param>
internal sealed record PlantedBug(string Name, string File, string Layer, string Project, string Test, string Old, string New)
{
    private const string Folder = "tests/planted";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [.. Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, Folder), "*.txt").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>How often the text that it replaces is in the source.</summary>
    public int Places(string source) => (source.Length - source.Replace(Old, "", StringComparison.Ordinal).Length) / Old.Length;

    public string PlantIn(string source) =>
        Places(source) == 1
            ? source.Replace(Old, New, StringComparison.Ordinal)
            : throw new InvalidOperationException($"{Name} no longer applies: its text is {Places(source)} times in {File}.");

    private static PlantedBug Read(string path)
    {
        var text = System.IO.File.ReadAllText(path).ReplaceLineEndings("\n");
        var test = Header(text, "test").Split(' ');
        var (old, @new) = (
            text.IndexOf("\nold:\n", StringComparison.Ordinal),
            text.IndexOf("\nnew:\n", StringComparison.Ordinal)
        );
        return new PlantedBug(
            Path.GetFileNameWithoutExtension(path),
            Header(text, "file"),
            Header(text, "layer"),
            test[0],
            test[1],
            text[(old + 6)..(@new + 1)],
            text[(@new + 6)..]
        );
    }

    private static string Header(string text, string name) =>
        text.Split('\n').First(line => line.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];
}
