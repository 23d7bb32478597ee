using ProcQ.Tests.House;

namespace ProcQ.Tests.Fuzzing;

/// <summary>
/// Inputs that are kept: hostile ones that somebody thought of, and each that ever was a fault. One file a target, one input a line in hexadecimal digits, a
/// word about it behind a '#'. An input is tried as it is, and damaged further.
/// </summary>
internal static class Corpus
{
    private const string Folder = "tests/ProcQ.Tests/Fuzzing/Corpus";

    /// <summary>The inputs kept for a target; those of "any" are for all.</summary>
    public static IReadOnlyList<byte[]> Of(FuzzTarget target) => [.. Read("any"), .. Read(target.Name)];

    /// <summary>The targets that files are there for.</summary>
    public static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, Folder), "*.txt").Select(Path.GetFileNameWithoutExtension)!;

    /// <summary>Saves an input that was a fault; returns the file, a line of which belongs into the corpus.</summary>
    public static string Save(FuzzTarget target, byte[] bytes)
    {
        var folder = Path.Combine(RepositoryFiles.Root, "artifacts", "fuzz");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{target.Name}.txt");
        File.AppendAllText(file, $"{Convert.ToHexStringLower(bytes)}\n");
        return file;
    }

    private static IEnumerable<byte[]> Read(string name)
    {
        var file = Path.Combine(RepositoryFiles.Root, Folder, $"{name}.txt");
        return File.Exists(file)
            ? File.ReadLines(file)
                .Select(line => line.Split('#')[0].Trim())
                .Where(hex => hex.Length > 0)
                .Select(Convert.FromHexString)
            : [];
    }
}
