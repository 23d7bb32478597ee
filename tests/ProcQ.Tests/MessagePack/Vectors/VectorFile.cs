using System.Text.RegularExpressions;

namespace ProcQ.Tests.MessagePack.Vectors;

/// <summary>Reads the files of golden bytes that lie beside the tests.</summary>
public static partial class VectorFile
{
    public static IReadOnlyList<VectorLine> Types { get; } = Read("types.txt");

    public static IReadOnlyList<VectorLine> Contracts { get; } = Read("contracts.txt");

    private static List<VectorLine> Read(string name)
    {
        var lines = new List<VectorLine>();
        var section = "";
        foreach (var text in File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "MessagePack", "Vectors", name)))
        {
            if (text.StartsWith("## ", StringComparison.Ordinal))
                section = text[3..];
            else if (text.Length > 0 && text[0] != '#')
                lines.Add(Parse(section, text));
        }

        return lines;
    }

    private static VectorLine Parse(string section, string text)
    {
        var arrow = text.IndexOf(" -> ", StringComparison.Ordinal);
        var left = arrow < 0 ? text : text[..arrow].TrimEnd();
        var columns = Columns().Match(left);
        return new VectorLine(
            section,
            columns.Success ? columns.Groups["name"].Value : left,
            columns.Success ? columns.Groups["hex"].Value : "",
            arrow < 0 ? null : text[(arrow + 4)..]
        );
    }

    [GeneratedRegex(@"^(?<name>.*?)\s{2,}(?<hex>\S.*)$")]
    private static partial Regex Columns();
}
