using System.IO.Compression;
using System.Xml.Linq;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Packaging;

/// <summary>The packages, used by somebody who has nothing else of ProcQ.</summary>
public class PackageSpecs(PackedPackages packages) : ProcessSpec, IClassFixture<PackedPackages>
{
    // Two commands, each with a limit of its own.
    protected override TimeSpan TimeLimit => 2 * Commands.Limit;

    private const string Program = """
        using ProcQ;

        var factor = 3;
        using var pool = new ProcessPool(2);
        var products = pool.Map(x => x * factor, Enumerable.Range(0, 1000));
        var pids = pool.Map(_ => Environment.ProcessId, Enumerable.Range(0, 100)).Distinct().ToArray();
        Console.WriteLine($"sum {products.Sum()}, own pid among them: {pids.Contains(Environment.ProcessId)}");
        """;

    private const string Expected = "sum 1498500, own pid among them: False\n";

    [Fact]
    public async Task A_console_app_with_nothing_but_the_package_reference_runs_a_Map()
    {
        using var scratch = NewApp(Reference, Program);

        await Dotnet(scratch, "app", "build", "-c", "Release", "-v", "quiet", "--nologo", "-warnaserror");
        var run = await Dotnet(scratch, "app", "bin/Release/net10.0/App.dll");

        Assert.Equal(Expected, run.Output.ReplaceLineEndings("\n"));
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task A_published_app_with_a_library_in_between_runs_a_Map()
    {
        using var scratch = NewApp("""<ProjectReference Include="../library/Library.csproj" />""", "Library.Work.Run();");
        scratch.Write("library/Library.csproj", Project(Reference, outputType: "Library"));
        scratch.Write(
            "library/Work.cs",
            "namespace Library;\npublic static class Work\n{\n    public static void Run()\n    {\n"
                + Program.Replace("using ProcQ;", "", StringComparison.Ordinal)
                + "\n    }\n}\n"
        );
        File.WriteAllText(scratch.In("library/Using.cs"), "global using ProcQ;\n");

        await Dotnet(
            scratch,
            "app",
            "publish",
            "-c",
            "Release",
            "-o",
            scratch.In("published"),
            "-v",
            "quiet",
            "--nologo",
            "-warnaserror"
        );
        var run = await Dotnet(scratch, "published", "App.dll");

        Assert.Equal(Expected, run.Output.ReplaceLineEndings("\n"));
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void The_package_holds_the_worker_host_the_documentation_and_the_readme()
    {
        using var package = ZipFile.OpenRead(packages.Find("ProcQ"));
        var entries = package.Entries.Select(e => e.FullName).ToArray();

        Assert.Contains("lib/net10.0/ProcQ.dll", entries);
        Assert.Contains("lib/net10.0/ProcQ.xml", entries);
        Assert.Contains("buildTransitive/ProcQ.targets", entries);
        Assert.Contains("tools/net10.0/worker-host/worker-host.dll", entries);
        Assert.Contains("README.md", entries);
    }

    [Theory]
    [InlineData("ProcQ", "ProcQ.MessagePack", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("ProcQ.MessagePack")]
    [InlineData("ProcQ.Terminal", "ProcQ", "Spectre.Console", "Microsoft.Extensions.Logging.Abstractions")]
    public void The_package_says_what_it_is_and_depends_on_no_more_than_it_may(string id, params string[] dependencies)
    {
        using var package = ZipFile.OpenRead(packages.Find(id));
        using var manifest = package.GetEntry($"{id}.nuspec")!.Open();
        var metadata = XDocument.Load(manifest).Descendants().First(e => e.Name.LocalName == "metadata");
        string Value(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;

        Assert.Equal(id, Value("id"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.NotEmpty(Value("description"));
        Assert.NotEmpty(Value("tags"));
        Assert.Equal(
            dependencies,
            metadata.Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value)
        );
    }

    private string Reference => $"""<PackageReference Include="ProcQ" Version="[{packages.Version}]" />""";

    private ScratchFolder NewApp(string reference, string program)
    {
        var scratch = new ScratchFolder();
        scratch.Write("app/App.csproj", Project(reference, outputType: "Exe"));
        scratch.Write("app/Program.cs", program);
        // Merged with the machine's own settings: their sources serve the packages that ProcQ depends on.
        scratch.Write(
            "nuget.config",
            $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{packages.Folder}" />
              </packageSources>
            </configuration>
            """
        );
        return scratch;
    }

    private static string Project(string reference, string outputType) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>{outputType}</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                {reference}
              </ItemGroup>
            </Project>
            """;

    /// <summary>With a package cache of its own: one of an earlier run would hide what was packed now.</summary>
    private static async Task<CommandResult> Dotnet(ScratchFolder scratch, string folder, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NUGET_PACKAGES"] = scratch.In("package-cache"),
        };
        var result = await Commands.Dotnet(scratch.In(folder), environment, arguments);
        return result.MustSucceed();
    }
}
