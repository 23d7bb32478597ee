namespace ProcQ.Launching;

/// <summary>Finds the files of a <see cref="LaunchPlan"/>, or says why this application cannot have workers and what to do about it.</summary>
internal static class HostLocator
{
    public const string HostFolder = "procq-worker-host";
    public const string HostFile = "worker-host.dll";

    /// <summary>Plans the start of workers for this application.</summary>
    public static LaunchPlan Locate(LaunchSettings settings)
    {
        var application = ApplicationFiles.Locate();
        return new LaunchPlan(
            DotnetLocator.Locate(),
            settings.HostPath is { } path ? Checked(path) : FindHost(application),
            application.DepsFile,
            application.RuntimeConfig
        );
    }

    private static string Checked(string host) =>
        File.Exists(host)
            ? Path.GetFullPath(host)
            : throw new WorkerStartException($"The worker host {Path.GetFullPath(host)} does not exist.") { IsPermanent = true };

    private static string FindHost(ApplicationFiles application)
    {
        string[] folders =
        [
            AppContext.BaseDirectory,
            Path.GetDirectoryName(application.DepsFile)!,
            AssemblyFile.FolderOf(typeof(HostLocator).Assembly) ?? AppContext.BaseDirectory,
            // A single file that extracts itself runs elsewhere; what was not in it lies beside the program.
            Path.GetDirectoryName(Environment.ProcessPath) ?? "",
        ];
        var candidates = folders
            .Select(folder => Path.Combine(folder, HostFolder, HostFile))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return candidates.Find(File.Exists)
            ?? throw new WorkerStartException(
                $"The worker host is missing: there is no {string.Join(" and no ", candidates)}. The package ProcQ copies it to the output of "
                    + "each project that references it, also through others; check that its targets are not excluded (ExcludeAssets, PrivateAssets) "
                    + $"and that the folder {HostFolder} was deployed along with the application."
            )
            {
                IsPermanent = true,
            };
    }
}
