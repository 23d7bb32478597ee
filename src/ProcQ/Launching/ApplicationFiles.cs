using System.Runtime.CompilerServices;

namespace ProcQ.Launching;

/// <summary>The files the running application was started with; a worker is started with the same.</summary>
/// <param name="DepsFile">App.deps.json: where every assembly and native library is.</param>
/// <param name="RuntimeConfig">App.runtimeconfig.json: which frameworks, which settings.</param>
internal sealed record ApplicationFiles(string DepsFile, string RuntimeConfig)
{
    private const string DepsExtension = ".deps.json";
    private const string ConfigExtension = ".runtimeconfig.json";

    public static ApplicationFiles Locate()
    {
        RefuseUnsupported();
        foreach (var deps in Candidates())
        {
            var config = deps[..^DepsExtension.Length] + ConfigExtension;
            if (!File.Exists(deps) || !File.Exists(config))
                continue;
            RefuseWithoutRuntime(config);
            return new ApplicationFiles(deps, config);
        }
        throw new WorkerStartException(
            $"Workers are started with the application's .deps.json and .runtimeconfig.json, and no such pair was found in {AppContext.BaseDirectory}. "
                + "Keep both files beside the application (GenerateDependencyFile and GenerateRuntimeConfigurationFiles, on by default for programs)."
        )
        {
            IsPermanent = true,
        };
    }

    // The host lists the application's file first, then those of the frameworks, which have no configuration beside them.
    private static IEnumerable<string> Candidates()
    {
        var listed = AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string ?? "";
        foreach (var path in listed.Split(Path.PathSeparator, ';'))
        {
            if (path.EndsWith(DepsExtension, StringComparison.Ordinal))
                yield return path;
        }
        // A native program that hosts .NET lists nothing useful; the files lie beside the assemblies nevertheless.
        foreach (var folder in new[] { AppContext.BaseDirectory, OwnFolder() })
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*" + DepsExtension))
                yield return path;
        }
    }

    private static string OwnFolder() => AssemblyFile.FolderOf(typeof(ApplicationFiles).Assembly) ?? AppContext.BaseDirectory;

    private static void RefuseUnsupported()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw Unsupported("is compiled ahead of time (PublishAot)", "publish without PublishAot");
        if (AssemblyFile.Of(typeof(ApplicationFiles).Assembly) is null)
            throw Unsupported("is published as a single file (PublishSingleFile)", "publish without PublishSingleFile");
        // The trimmer removes the assemblies that only say where types went; a worker host that was not trimmed along needs them.
        var framework = AssemblyFile.FolderOf(typeof(object).Assembly) ?? "";
        if (!File.Exists(Path.Combine(framework, "System.Runtime.dll")))
            throw Unsupported("is trimmed (PublishTrimmed)", "publish without PublishTrimmed");
    }

    // A self-contained single file extracts its assemblies, but keeps the library that starts them inside.
    private static void RefuseWithoutRuntime(string config)
    {
        var folder = Path.GetDirectoryName(config)!;
        var hasHost = Directory.EnumerateFiles(folder, "*hostpolicy*").Any();
        if (!hasHost && File.ReadAllText(config).Contains("\"includedFrameworks\"", StringComparison.Ordinal))
            throw Unsupported(
                "is published as a single file that carries its runtime (PublishSingleFile, SelfContained)",
                "publish without PublishSingleFile"
            );
    }

    private static WorkerStartException Unsupported(string what, string fix) =>
        new(
            $"This application {what}: a worker process could not load its code. To use worker processes, {fix}; "
                + "a framework-dependent or self-contained folder both work."
        )
        {
            IsPermanent = true,
        };
}
