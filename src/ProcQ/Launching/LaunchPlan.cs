using System.Diagnostics;

namespace ProcQ.Launching;

/// <summary>What is started and with which files: <c>dotnet exec --depsfile App.deps.json --runtimeconfig App.runtimeconfig.json worker-host.dll</c>.</summary>
/// <param name="Dotnet">The dotnet program.</param>
/// <param name="Host">The worker host; its entry point is ProcQ's own, so no worker can run the application's Main.</param>
/// <param name="DepsFile">The application's own dependencies: the worker resolves everything as the application does.</param>
/// <param name="RuntimeConfig">The application's frameworks and runtime settings.</param>
internal sealed record LaunchPlan(string Dotnet, string Host, string DepsFile, string RuntimeConfig)
{
    /// <summary>The whole start, environment included. The environment is the parent's as it is now.</summary>
    public ProcessStartInfo ToStartInfo(LaunchSettings settings)
    {
        var start = new ProcessStartInfo(Dotnet)
        {
            ArgumentList = { "exec", "--depsfile", DepsFile, "--runtimeconfig", RuntimeConfig, Host },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = settings.WorkingDirectory ?? "",
        };
        WorkerEnvironment.Apply(start.Environment, settings);
        return start;
    }
}
