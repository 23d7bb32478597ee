using ProcQ.Launching;

namespace ProcQ.Tests.Launching;

public class WorkerEnvironmentTests
{
    [Fact]
    public void Apply_WhatTheUserSays_ComesLast()
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["KEPT"] = "1",
            ["GONE"] = "1",
            ["DOTNET_STARTUP_HOOKS"] = "hook.dll",
        };
        var settings = new LaunchSettings
        {
            EnvironmentVariables = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["GONE"] = null,
                ["DOTNET_gcServer"] = "1",
                ["NEW"] = "2",
            },
        };

        WorkerEnvironment.Apply(environment, settings);

        Assert.Equal(
            new SortedDictionary<string, string?>(StringComparer.Ordinal)
            {
                ["KEPT"] = "1",
                ["NEW"] = "2",
                ["DOTNET_STARTUP_HOOKS"] = "hook.dll",
                ["DOTNET_gcServer"] = "1",
                ["DOTNET_EnableDiagnostics"] = "0",
                ["DOTNET_LTTng"] = "0",
                ["PROCQ_WORKER"] = "1",
            },
            new SortedDictionary<string, string?>(environment, StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Apply_DiagnosticsWantedByTheUser_AreOn()
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        var wanted = new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOTNET_EnableDiagnostics"] = "1" };

        WorkerEnvironment.Apply(environment, new LaunchSettings { EnvironmentVariables = wanted });

        Assert.Equal("1", environment["DOTNET_EnableDiagnostics"]);
    }
}
