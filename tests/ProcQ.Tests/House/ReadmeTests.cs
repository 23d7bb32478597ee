using System.Text;
using System.Text.RegularExpressions;

namespace ProcQ.Tests.House;

/// <summary>Code in the README is code of this repository that compiles and runs: each block names its source and equals it.</summary>
public partial class ReadmeTests
{
    private const string SnippetSources = "tests/ProcQ.Specs/Readme";

    private static readonly string Readme = RepositoryFiles.Read("README.md").ReplaceLineEndings("\n");

    [Fact]
    public void CSharpBlocks_AllNameTheirSource()
    {
        var blocks = AnyBlock().Count(Readme);

        Assert.True(blocks >= 3, $"{blocks} C# blocks were found in README.md.");
        Assert.Equal(blocks, NamedBlock().Count(Readme));
    }

    [Fact]
    public void CSharpBlocks_EqualTheirSource() =>
        Violations.MustBeNone(
            from Match block in NamedBlock().Matches(Readme)
            let name = block.Groups["name"].Value
            let expected = Source(name)
            where block.Groups["code"].Value != expected
            select $"The block '{name}' of README.md differs from its source, which is:\n{expected}"
        );

    [Fact]
    public void RelativeLinks_LeadToFiles() =>
        Violations.MustBeNone(
            from Match link in Link().Matches(Readme)
            let target = link.Groups["target"].Value
            where !Path.Exists(Path.Combine(RepositoryFiles.Root, target))
            select $"README.md links to {target}, which does not exist."
        );

    [Fact]
    public void SourceMap_NamesFilesThatExist() =>
        Violations.MustBeNone(
            from Match file in SourceFile().Matches(RepositoryFiles.Read("src/README.md"))
            let path = file.Groups["path"].Value
            where !new[] { "", "src", "src/ProcQ" }.Any(root => File.Exists(Path.Combine(RepositoryFiles.Root, root, path)))
            select $"src/README.md names {path}, which does not exist."
        );

    /// <summary>A whole file, or all parts of the specs' files between <c>// snippet: name</c> and <c>// end</c>.</summary>
    private static string Source(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal))
            return RepositoryFiles.Read(name).ReplaceLineEndings("\n");
        var text = new StringBuilder();
        var inside = false;
        foreach (
            var line in RepositoryFiles.CSharpBelow(SnippetSources).SelectMany(f => f.Text.ReplaceLineEndings("\n").Split('\n'))
        )
        {
            if (line.Trim() == $"// snippet: {name}")
                inside = true;
            else if (line.Trim() == "// end")
                inside = false;
            else if (inside)
                text.Append(line).Append('\n');
        }
        return Unindented(text.ToString().TrimEnd('\n') + "\n");
    }

    private static string Unindented(string code)
    {
        var lines = code.Split('\n');
        var indent = lines
            .Where(line => line.Length > 0)
            .Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty(0)
            .Min();
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[indent..] : line));
    }

    [GeneratedRegex("^```csharp$", RegexOptions.Multiline)]
    private static partial Regex AnyBlock();

    [GeneratedRegex(
        "^<!-- snippet: (?<name>\\S+) -->\\n```csharp\\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex NamedBlock();

    [GeneratedRegex(@"`(?<path>[\w.]+/[\w./]+\.(cs|md))`")]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"\]\((?<target>[^)#:]+)\)")]
    private static partial Regex Link();
}
