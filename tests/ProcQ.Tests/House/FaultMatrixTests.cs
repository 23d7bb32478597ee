using System.Text.RegularExpressions;

namespace ProcQ.Tests.House;

/// <summary>Every fault of the matrix has a row in tests/README.md, and the row names a test that there is, or says why there is none.</summary>
public class FaultMatrixTests
{
    // The last number of each group. The sandbox (I) is no part of ProcQ.
    private static readonly (char Group, int Last)[] Groups =
    [
        ('A', 27),
        ('B', 20),
        ('C', 29),
        ('D', 11),
        ('E', 42),
        ('F', 10),
        ('G', 20),
        ('H', 11),
        ('J', 21),
    ];

    private static readonly IReadOnlyList<(string Path, string Text)> Tests = RepositoryFiles.CSharpBelow("tests");

    [Fact]
    public void Faults_AllHaveARow() =>
        Violations.MustBeNone(Ids().Except(FaultRow.All.SelectMany(row => row.Ids)).Select(id => $"{id} has no row"));

    [Fact]
    public void Rows_NameTestsThatExist() =>
        Violations.MustBeNone(
            from row in FaultRow.All
            from test in row.Names
            where !Exists(test.Folder, test.Name)
            select $"there is no test {test.Folder}{test.Name}: {row.Text}"
        );

    [Fact]
    public void Rows_WithoutATest_SayWhy() =>
        Violations.MustBeNone(
            from row in FaultRow.All
            where row.HasNone ? row.State.Length < 20 : !row.Names.Any()
            select $"neither a test nor a reason: {row.Text}"
        );

    /// <summary>So that a search for the identifier finds the test.</summary>
    [Fact]
    public void Faults_AreInTheNamesOfTheirTests()
    {
        var names = string.Join(
            '\n',
            Tests.SelectMany(file => Regex.Matches(file.Text, @"\b\w*[A-J]\d\d_\w*(?=\()").Select(m => m.Value))
        );
        Violations.MustBeNone(
            from row in FaultRow.All
            where !row.HasNone
            from id in row.Ids
            where !IsNamed(id, names)
            select $"no test has {id} in its name"
        );
    }

    private static bool Exists(string folder, string name) =>
        Tests.Any(file =>
            file.Path.Contains($"/{folder}", StringComparison.Ordinal)
            && Regex.IsMatch(file.Text, $@"\b(class {name}\b|{name}\w*\()")
        );

    private static IEnumerable<string> Ids() =>
        from g in Groups
        from number in Enumerable.Range(1, g.Last)
        select $"{g.Group}{number:00}";

    /// <summary>By itself, or within a range as in E01_to_E07.</summary>
    private static bool IsNamed(string id, string names) =>
        Regex.IsMatch(names, $@"(^|_){id}_", RegexOptions.Multiline)
        || Regex
            .Matches(names, @"(?<letter>[A-J])(?<first>\d\d)_to_[A-J](?<last>\d\d)_")
            .Any(m => m.Groups["letter"].Value[0] == id[0] && IsBetween(m, int.Parse(id.AsSpan(1))));

    private static bool IsBetween(Match range, int number) =>
        int.Parse(range.Groups["first"].ValueSpan) <= number && number <= int.Parse(range.Groups["last"].ValueSpan);
}
