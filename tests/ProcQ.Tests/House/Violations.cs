namespace ProcQ.Tests.House;

/// <summary>Fails with every violation in full: xunit cuts the lines of a collection short.</summary>
internal static class Violations
{
    public static void MustBeNone(IEnumerable<string> violations)
    {
        var lines = violations.Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.True(lines.Length == 0, $"{lines.Length} violations:\n{string.Join('\n', lines)}");
    }
}
