using System.Runtime.InteropServices;

namespace ProcQ.Launching;

/// <summary>Finds the dotnet program, most certain place first.</summary>
internal static class DotnetLocator
{
    private static readonly string FileName = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    public static string Locate() =>
        Candidates().FirstOrDefault(File.Exists)
        ?? throw new WorkerStartException(
            "Worker processes are started with the dotnet program, and none was found: not in DOTNET_HOST_PATH, beside the shared runtime, in "
                + "DOTNET_ROOT, or on the PATH. Install the .NET runtime, or set DOTNET_ROOT to its folder. (A self-contained application needs it for its workers, too.)"
        )
        {
            IsPermanent = true,
        };

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host)
            yield return host;
        if (
            Environment.ProcessPath is { } self
            && string.Equals(Path.GetFileName(self), FileName, StringComparison.OrdinalIgnoreCase)
        )
            yield return self;
        if (BesideSharedRuntime() is { } beside)
            yield return beside;
        foreach (
            var variable in new[]
            {
                $"DOTNET_ROOT_{RuntimeInformation.ProcessArchitecture.ToString().ToUpperInvariant()}",
                "DOTNET_ROOT",
            }
        )
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } root)
                yield return Path.Combine(root, FileName);
        }
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            if (folder.Length > 0)
                yield return Path.Combine(folder, FileName);
        }
    }

    // <root>/shared/Microsoft.NETCore.App/10.0.0/System.Private.CoreLib.dll
    private static string? BesideSharedRuntime()
    {
        var version = AssemblyFile.FolderOf(typeof(object).Assembly);
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(version));
        return Path.GetDirectoryName(shared) is { } root ? Path.Combine(root, FileName) : null;
    }
}
