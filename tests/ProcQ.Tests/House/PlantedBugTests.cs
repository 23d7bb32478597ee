namespace ProcQ.Tests.House;

/// <summary>The bugs of tests/planted can still be planted; <c>./build.sh planted</c> does it.</summary>
public class PlantedBugTests
{
    [Fact]
    public void PlantedBugs_StillApply() =>
        Violations.MustBeNone(
            from bug in PlantedBug.All
            let places = bug.Places(RepositoryFiles.Read(bug.File).ReplaceLineEndings("\n"))
            where places != 1
            select $"tests/planted/{bug.Name}.txt: its text is {places} times in {bug.File}, not once"
        );

    [Fact]
    public void PlantedBugs_NameTestsThatExist()
    {
        var tests = RepositoryFiles.CSharpBelow("tests");

        Assert.True(PlantedBug.All.Count >= 12, $"{PlantedBug.All.Count} bugs");
        Violations.MustBeNone(
            from bug in PlantedBug.All
            let name = bug.Test.Split('.')[^1]
            where
                !tests.Any(f =>
                    f.Path.Contains($"/{bug.Project}/", StringComparison.Ordinal)
                    && f.Text.Contains(name, StringComparison.Ordinal)
                )
            select $"tests/planted/{bug.Name}.txt: there is no test {bug.Test} in {bug.Project}"
        );
    }

    [Fact]
    public void PlantedBugs_AreListed() =>
        Violations.MustBeNone(
            from bug in PlantedBug.All
            let row = $"| `{bug.Name}` | {bug.Layer} |"
            where !RepositoryFiles.Read("tests/README.md").Contains(row, StringComparison.Ordinal)
            select $"tests/README.md has no row that begins: {row}"
        );
}
