using System.Text.RegularExpressions;

namespace ProcQ.Tests.House;

/// <summary>A row of the tables in tests/README.md: faults, the tests that show them, and how it stands.</summary>
internal sealed partial record FaultRow(string Text, IReadOnlyList<string> Ids, string Tests, string State)
{
    /// <summary>All rows, in order.</summary>
    public static IReadOnlyList<FaultRow> All { get; } =
    [.. RepositoryFiles.Read("tests/README.md").ReplaceLineEndings("\n").Split('\n').Select(Parse).OfType<FaultRow>()];

    /// <summary>Names in the row that are those of test classes or test methods, with the folder where the row tells it.</summary>
    public IEnumerable<(string Folder, string Name)> Names =>
        TestName().Matches(Tests).Select(m => (m.Groups["folder"].Value, m.Groups["name"].Value));

    /// <summary>There is no such test, and the state says why.</summary>
    public bool HasNone => Tests == "none";

    private static FaultRow? Parse(string line)
    {
        var cells = line.Split('|');
        return cells.Length >= 5 && Id().IsMatch(cells[1])
            ? new FaultRow(line, [.. Expand(cells[1])], cells[2].Trim(), string.Join('|', cells[3..^1]).Trim())
            : null;
    }

    /// <summary>"E01 to E03, E05" is four of them.</summary>
    private static IEnumerable<string> Expand(string cell)
    {
        foreach (Match range in Id().Matches(cell))
        {
            var (letter, first) = (range.Groups["letter"].Value, int.Parse(range.Groups["first"].ValueSpan));
            var last = range.Groups["last"] is { Success: true } end ? int.Parse(end.ValueSpan) : first;
            for (var number = first; number <= last; number++)
                yield return $"{letter}{number:00}";
        }
    }

    [GeneratedRegex(@"\b(?<letter>[A-J])(?<first>\d\d)(?: (?:to|-|–) [A-J](?<last>\d\d))?\b")]
    private static partial Regex Id();

    // A class of tests, or a method that begins with the identifier of a row.
    [GeneratedRegex(@"`(?<folder>(?:\w+/)*)(?:\w+\.)*(?<name>\w+(?:Specs|Tests)|[A-J]\d\d\w*)(?:\.\w+)*`")]
    private static partial Regex TestName();
}
