using ProcQ.Specs.Support;

namespace ProcQ.Specs.Packaging;

/// <summary>An application in a single file cannot have workers, and is told so in words, whatever it does first.</summary>
public class SingleFileSpecs : ProcessSpec
{
    // Two commands, each with a limit of its own.
    protected override TimeSpan TimeLimit => 2 * Commands.Limit;

    private const string Program = """
        using ProcQ;

        var factor = 3;
        using var pool = new ProcessPool(1);
        try
        {
            Console.WriteLine(pool.Map(x => x * factor, new[] { 1, 2 }).Sum());
        }
        catch (Exception e)
        {
            Console.WriteLine($"{e.GetType()}: {e.Message}");
        }
        """;

    [Theory]
    [InlineData("--self-contained", "-p:IncludeAllContentForSelfExtract=false")]
    [InlineData("--self-contained", "-p:IncludeAllContentForSelfExtract=true")]
    [InlineData("--no-self-contained", "-p:IncludeAllContentForSelfExtract=false")]
    public async Task A_single_file_names_what_it_is_and_the_fix(string carriesRuntime, string extracts)
    {
        using var scratch = new ScratchFolder();
        scratch.Write("app/App.csproj", Project());
        scratch.Write("app/Program.cs", Program);

        string[] publish =
        [
            "publish",
            "-c",
            "Release",
            "-r",
            System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier,
            "-p:PublishSingleFile=true",
            carriesRuntime,
            extracts,
            "-o",
            scratch.In("published"),
            "-v",
            "quiet",
            "--nologo",
            "-warnaserror",
        ];
        (await Commands.Dotnet(scratch.In("app"), null, publish)).MustSucceed();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = scratch.In("extracted"),
        };
        var run = await Commands.Run(scratch.In("published", "App"), scratch.Path, environment);

        Assert.StartsWith("ProcQ.WorkerStartException: ", run.MustSucceed().Output, StringComparison.Ordinal);
        Assert.Contains("is published as a single file", run.Output, StringComparison.Ordinal);
        Assert.Contains("publish without PublishSingleFile", run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    /// <summary>With the files that are tested here: a package or a project would have to be built first, beside others who build it.</summary>
    private static string Project() =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <!-- What is built here is compiled ahead for this machine. -->
                <NoWarn>CS8012</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{AppContext.BaseDirectory}ProcQ.dll" />
                <Reference Include="{AppContext.BaseDirectory}ProcQ.MessagePack.dll" />
                <Reference Include="{AppContext.BaseDirectory}Microsoft.Extensions.Logging.Abstractions.dll" />
              </ItemGroup>
            </Project>
            """;
}
