using ProcQ.Tests.House;

namespace ProcQ.Tests.Verbs;

/// <summary>A copy of the sources, built without analyzers but optimized, in which bugs can be planted one after the other.</summary>
internal sealed class SourceCopy(string root)
{
    private const string Configuration = "Debug";

    private static readonly string[] Settings =
    [
        "-c",
        Configuration,
        "-p:Optimize=true",
        "-p:TreatWarningsAsErrors=false",
        "-v",
        "quiet",
        "--nologo",
    ];

    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan TestLimit = TimeSpan.FromMinutes(5);

    private readonly List<string> _projects = [];

    /// <summary>Copies everything that git knows or would take, and builds these test projects.</summary>
    public void Make(IReadOnlyList<string> projects)
    {
        var files = Tool.Run("git", RepositoryFiles.Root, BuildLimit, "ls-files", "--cached", "--others", "--exclude-standard");
        Console.WriteLine($"Copying the sources to {root} and building {string.Join(", ", projects)} ...");
        foreach (var file in files.MustSucceed().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Copy(file);
        foreach (var project in projects)
        {
            Tool.Run("dotnet", root, BuildLimit, ["build", $"tests/{project}", .. Settings]).MustSucceed();
            _projects.Add(project);
        }
    }

    /// <summary>Plants a bug; it is gone when what is returned is disposed of.</summary>
    public IDisposable Plant(PlantedBug bug)
    {
        var path = Path.Combine(root, bug.File);
        var good = File.ReadAllText(path).ReplaceLineEndings("\n");
        File.WriteAllText(path, bug.PlantIn(good));
        Rebuild(bug.File);
        return new Cure(() => File.WriteAllText(path, good), () => Rebuild(bug.File));
    }

    /// <summary>What the test says; null when it passes.</summary>
    public string? FailureOf(string project, string test)
    {
        var assembly = Path.Combine(Output("tests", project), $"{project}.dll");
        var run = Tool.Run("dotnet", root, TestLimit, "test", assembly, "--nologo", "--filter", $"FullyQualifiedName~{test}");
        if (run.ExitCode is null)
            return $"it did not end within {TestLimit.TotalMinutes} minutes";
        if (run.ExitCode == 0)
            return run.Output.Contains("Passed!", StringComparison.Ordinal)
                ? null
                : throw new InvalidOperationException($"No test ran: {test} of {project}.\n{run.Output}");
        var lines = run.Output.Split('\n');
        var message = Array.FindIndex(lines, line => line.Contains("Error Message:", StringComparison.Ordinal));
        return message < 0 ? "the test run broke off" : lines[message + 1].Trim();
    }

    /// <summary>Only the project of the file: nobody's view of it changes, so its assembly can take the old one's place.</summary>
    private void Rebuild(string file)
    {
        var name = file.Split('/')[1];
        Tool.Run("dotnet", root, BuildLimit, ["build", $"src/{name}", "--no-restore", "--no-dependencies", .. Settings])
            .MustSucceed();
        foreach (var project in _projects)
            File.Copy(
                Path.Combine(Output("src", name), $"{name}.dll"),
                Path.Combine(Output("tests", project), $"{name}.dll"),
                true
            );
    }

    private string Output(string folder, string project) => Path.Combine(root, folder, project, "bin", Configuration, "net10.0");

    private void Copy(string file)
    {
        var (from, to) = (Path.Combine(RepositoryFiles.Root, file), Path.Combine(root, file));
        // Deleted, and git not told yet.
        if (!File.Exists(from))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        if (!File.Exists(to) || !File.ReadAllBytes(to).AsSpan().SequenceEqual(File.ReadAllBytes(from)))
            File.Copy(from, to, overwrite: true);
    }

    private sealed class Cure(params Action[] steps) : IDisposable
    {
        public void Dispose() => Array.ForEach(steps, step => step());
    }
}
