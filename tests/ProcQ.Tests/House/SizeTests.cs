using System.Text.RegularExpressions;

namespace ProcQ.Tests.House;

/// <summary>The tail decides how readable a house is, so the tail is bounded.</summary>
public partial class SizeTests
{
    private const int MaxFileLines = 300;
    private const int MaxMethodLines = 40;

    private static readonly IReadOnlyList<(string Path, string Text)> Product = RepositoryFiles.CSharpBelow("src", "worker-host");

    [Fact]
    public void Files_OfTheProduct_HaveAtMost300Lines()
    {
        var tooLong =
            from file in Product
            let lines = file.Text.TrimEnd('\n').Split('\n').Length
            where lines > MaxFileLines
            select $"{file.Path}: {lines} lines (split it by role, never by partial)";

        Assert.NotEmpty(Product);
        Violations.MustBeNone(tooLong);
    }

    [Fact]
    public void Methods_OfTheProduct_HaveAtMost40Lines()
    {
        var tooLong =
            from file in Product
            from member in CSharpMembers.Find(file.Text)
            where member.Lines > MaxMethodLines && IsMethod(member.Header)
            select $"{file.Path}({member.FirstLine}): {member.Lines} lines: {member.Header}";

        Violations.MustBeNone(tooLong);
    }

    [Fact]
    public void Methods_OfTheProduct_AreFound() =>
        Assert.Contains(Product.SelectMany(file => CSharpMembers.Find(file.Text)), member => IsMethod(member.Header));

    [Theory]
    [InlineData("private static readonly int[] Table = [Make(1)]", false)]
    [InlineData("public (int A, int B) Pair(int x = 1)", true)]
    [InlineData("public static bool operator ==(A a, A b)", true)]
    [InlineData("public int Count", false)]
    public void IsMethod_Header_LooksForParametersBeforeAValue(string header, bool expected) =>
        Assert.Equal(expected, IsMethod(header));

    /// <summary>A table that fills a field is data and may be long; what has parameters is a method.</summary>
    private static bool IsMethod(string header) => MethodHeader().IsMatch(header);

    [GeneratedRegex(@"^[^=]*\(|\boperator\b")]
    private static partial Regex MethodHeader();
}
