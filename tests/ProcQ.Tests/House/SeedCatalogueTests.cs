using System.Globalization;
using System.Text.RegularExpressions;

namespace ProcQ.Tests.House;

/// <summary>Every identifier of the catalogue of the seed systems is in the name of a test of theirs, or tests/README.md says why it is not.</summary>
public class SeedCatalogueTests
{
    private const string Specs = "tests/ProcQ.Specs/Seeds/";

    // How many there are of each kind, and how many digits their numbers have.
    private static readonly (string Prefix, int Count, int Digits)[] Kinds =
    [
        ("JQ_", 20, 2),
        ("JQ_X", 28, 2),
        ("EZ_", 11, 2),
        ("EZ_E", 4, 1),
        ("EZ_X", 24, 2),
        ("PP_", 7, 2),
        ("PP_E", 9, 1),
        ("PP_X", 28, 2),
        ("TP_", 21, 2),
        ("DG_", 25, 2),
    ];

    [Fact]
    public void Identifiers_OfTheSeeds_AreInTheNamesOfTheirTestsOrHaveAReason()
    {
        var names = string.Join(
            '\n',
            RepositoryFiles
                .CSharpBelow("tests/ProcQ.Specs")
                .SelectMany(file => Regex.Matches(file.Text, @"public [\w<>]+(?: \w+)? (?<name>[A-Z]{2}_\w+)\("))
                .Select(m => m.Groups["name"].Value)
        );
        var page = RepositoryFiles.Read("tests/README.md");

        Violations.MustBeNone(
            from id in Ids()
            where !Regex.IsMatch(names, $@"(?<![A-Za-z0-9]){id}(?![0-9])")
            where !page.Contains(id.Replace('_', '-'), StringComparison.Ordinal)
            select $"{id} is in no name of a test in {Specs}, and tests/README.md does not say why"
        );
    }

    [Fact]
    public void Identifiers_OfTheSeeds_AreAllOfThem() => Assert.Equal(178, Ids().Count());

    private static IEnumerable<string> Ids() =>
        Kinds
            .SelectMany(kind =>
                Enumerable
                    .Range(1, kind.Count)
                    .Select(number => kind.Prefix + number.ToString($"D{kind.Digits}", CultureInfo.InvariantCulture))
            )
            .Append("JQ_D");
}
