using System.Reflection;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace ProcQ.Tests.House;

/// <summary>The arrows of src/README.md, checked on the compiled code: what a layer names is what it depends on.</summary>
public class LayerTests
{
    private const string Root = "";

    private static readonly Assembly ProcQ = Assembly.Load("ProcQ");
    private static readonly Assembly MessagePack = Assembly.Load("ProcQ.MessagePack");

    /// <summary>Which folders a folder may name besides itself. The root is the public face and may name everything.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        [Root] =
        [
            "Threads",
            "Calls",
            "Engine",
            "Watching",
            "Scheduling",
            "Workers",
            "Launching",
            "Wire",
            "Functions",
            "Host",
            "Shortcuts",
            "Requests",
            "Pipelines",
            "Queues",
            "Dedicated",
        ],
        ["Threads"] = ["Calls", "Engine", "Scheduling", "Workers", "Launching", "Wire", "Functions", "Host"],
        ["Shortcuts"] = [],
        ["Requests"] = [],
        ["Pipelines"] = ["Calls", "Engine", "Functions"],
        ["Dedicated"] = ["Queues", "Wire"],
        ["Queues"] = ["Launching", "Wire", "Functions", "Interop"],
        ["Calls"] = ["Engine", "Watching", "Scheduling", "Workers", "Launching", "Wire", "Functions"],
        ["Engine"] = ["Watching", "Scheduling", "Workers", "Launching", "Wire", "Functions", "Interop"],
        ["Watching"] = ["Scheduling", "Workers", "Launching"],
        ["Scheduling"] = [],
        ["Workers"] = ["Launching", "Wire", "Functions"],
        ["Launching"] = ["Wire", "Interop"],
        ["Wire"] = ["Interop"],
        ["Interop"] = [],
        ["Functions"] = [],
        ["Host"] = ["Wire", "Functions", "Interop"],
    };

    /// <summary>Types of another folder that a folder may name although no arrow leads there, each with its reason.</summary>
    private static readonly Dictionary<(string Layer, string Type), string> Exceptions = new() { };

    /// <summary>Public types that do things. A folder below may name the words of the public face (options, outcomes,
    /// exceptions, statistics), never these; folders on top may.</summary>
    private static readonly string[] Actors =
    [
        "WorkerPool",
        "ProcessPool",
        "ThreadWorkerPool",
        "Parallelize",
        "Parallelizer`2",
        "Worker",
        "MsgQueue",
        "TimeoutExtensions",
    ];

    /// <summary>Folders that stand on the public face: they use it as an application would, and name nothing below it.</summary>
    private static readonly string[] OnTop = ["Shortcuts", "Requests", "Pipelines", "Dedicated"];

    [Fact]
    public void Folders_OfProcQ_NameOnlyWhatTheArrowsAllow()
    {
        var violations =
            from type in ProcQ.GetTypes()
            let layer = LayerOf(type)
            from named in TypeReferences.Of(type)
            where named.Assembly == ProcQ && LayerOf(named) != layer && !Allowed(layer, named)
            select $"{type.FullName} ({layer}) names {named.FullName}";

        Violations.MustBeNone(violations);
    }

    [Fact]
    public void Folders_OfProcQ_AreAllKnown() => Assert.Empty(ProcQ.GetTypes().Select(LayerOf).Distinct().Except(Arrows.Keys));

    [Fact]
    public void Files_OfTheProduct_AreInTheFolderOfTheirNamespace()
    {
        var strays =
            from file in RepositoryFiles.CSharpBelow("src")
            let parts = file.Path.Split('/')
            let declared = file.Text.Split('\n').FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
            where declared is not null && declared.Trim() != $"namespace {string.Join('.', parts[1..^1])};"
            select $"{file.Path}: {declared}";

        Violations.MustBeNone(strays);
    }

    [Fact]
    public void TypeReferences_OfThisTest_SeeSignaturesAndBodies()
    {
        var named = TypeReferences.Of(typeof(LayerTests));

        Assert.Contains(typeof(Dictionary<,>), named);
        Assert.Contains(typeof(RepositoryFiles), named);
        Assert.Contains(typeof(XElement), named);
    }

    [Fact]
    public void MessagePack_References_NothingButTheFramework() => Assert.Empty(ForeignReferences(MessagePack));

    [Fact]
    public void ProcQ_References_NothingButItsCodecAndTheLoggingAbstractions() =>
        Assert.Empty(ForeignReferences(ProcQ).Except(["ProcQ.MessagePack", "Microsoft.Extensions.Logging.Abstractions"]));

    [Fact]
    public void Packages_OfTheProduct_AreTheLoggingAbstractionsAndTheTerminals()
    {
        var packages =
            from project in new[] { "ProcQ", "ProcQ.MessagePack", "ProcQ.Terminal" }
            from reference in XElement
                .Parse(RepositoryFiles.Read($"src/{project}/{project}.csproj"))
                .Descendants("PackageReference")
            select $"{project}: {reference.Attribute("Include")?.Value}";

        Assert.Equal(["ProcQ: Microsoft.Extensions.Logging.Abstractions", "ProcQ.Terminal: Spectre.Console"], packages);
    }

    [Fact]
    public void PublicMembers_WithoutDocumentation_DoNotCompile()
    {
        var settings = string.Concat(
            new[]
            {
                "Directory.Build.props",
                "src/Directory.Build.props",
                "src/ProcQ/ProcQ.csproj",
                "src/ProcQ.MessagePack/ProcQ.MessagePack.csproj",
                ".editorconfig",
            }.Select(RepositoryFiles.Read)
        );

        Assert.Contains("<GenerateDocumentationFile>true</GenerateDocumentationFile>", settings);
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", settings);
        Assert.DoesNotContain("CS1591", settings);
        Assert.DoesNotContain(RepositoryFiles.CSharpBelow("src"), file => file.Text.Contains("CS1591", StringComparison.Ordinal));
    }

    private static bool Allowed(string layer, Type named)
    {
        var target = LayerOf(named);
        if (target == Root)
            return OnTop.Contains(layer, StringComparer.Ordinal)
                || !Actors.Contains(named.Name.Split('`')[0], StringComparer.Ordinal);
        return Arrows[layer].Contains(target, StringComparer.Ordinal) || Exceptions.ContainsKey((layer, named.FullName!));
    }

    /// <summary>The folder below the project: the second part of the namespace. What the compiler adds counts as the root.</summary>
    private static string LayerOf(Type type)
    {
        for (; type.DeclaringType is not null; type = type.DeclaringType) { }
        var parts = (type.Namespace ?? Root).Split('.');
        return parts.Length > 1 && parts[0] == nameof(ProcQ) ? parts[1] : Root;
    }

    private static IEnumerable<string> ForeignReferences(Assembly assembly) =>
        from reference in assembly.GetReferencedAssemblies()
        let location = Path.GetDirectoryName(Assembly.Load(reference).Location)!
        where
            !Path.GetFullPath(location + "/")
                .Equals(Path.GetFullPath(RuntimeEnvironment.GetRuntimeDirectory() + "/"), StringComparison.Ordinal)
        select reference.Name;
}
