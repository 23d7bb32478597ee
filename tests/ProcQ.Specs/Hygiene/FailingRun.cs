using System.Globalization;

namespace ProcQ.Specs.Hygiene;

/// <summary>A test run of its own, of specs that fail on purpose.</summary>
internal static class FailingRun
{
    /// <summary>The time limit of a spec there.</summary>
    public const int Seconds = 6;

    /// <summary>What a run printed of the specs of that name, which must fail.</summary>
    public static async Task<string> OfAsync(params string[] names)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [OnPurposeDiscoverer.Variable] = "1",
            ["PROCQ_SPEC_SECONDS"] = Seconds.ToString(CultureInfo.InvariantCulture),
        };
        var filter = string.Join('|', names.Select(name => $"FullyQualifiedName~{name}"));
        var run = await Commands.Dotnet(
            AppContext.BaseDirectory,
            environment,
            ["test", typeof(FailingRun).Assembly.Location, "--filter", filter]
        );
        Assert.Equal(1, run.ExitCode);
        return run.Output + run.Error;
    }
}
