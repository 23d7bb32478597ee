using System.Text;

namespace HashTree;

/// <summary>Writes lines that `sha256sum -c` accepts. The file appears under its name when it is complete.</summary>
internal sealed class Sha256SumFile : IDisposable
{
    private readonly TextWriter _lines;
    private readonly string? _path;

    private Sha256SumFile(TextWriter lines, string? path)
    {
        _lines = lines;
        _path = path;
    }

    /// <summary>The paths that a run must not hash, because it writes them.</summary>
    public static IReadOnlyCollection<string> PathsOf(string? output) =>
        output is null or "-" ? [] : [Path.GetFullPath(output), PartialPath(Path.GetFullPath(output))];

    public static Sha256SumFile Create(string? output)
    {
        if (output is null)
            return new Sha256SumFile(TextWriter.Null, null);
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (output == "-")
            return new Sha256SumFile(new StreamWriter(Console.OpenStandardOutput(), utf8) { NewLine = "\n" }, null);
        var path = Path.GetFullPath(output);
        // A device, a pipe or a link (/dev/stdout, /dev/null) is written to; only a file is replaced.
        if (Path.Exists(path) && !RegularFile.Is(path))
            return new Sha256SumFile(new StreamWriter(path, append: false, utf8) { NewLine = "\n" }, null);
        return new Sha256SumFile(new StreamWriter(PartialPath(path), append: false, utf8) { NewLine = "\n" }, path);
    }

    public void Add(string sha256, string path) => _lines.WriteLine(Line(sha256, path));

    /// <summary>All is written: the file gets its name.</summary>
    public void Complete()
    {
        _lines.Dispose();
        if (_path is not null)
            File.Move(PartialPath(_path), _path, overwrite: true);
    }

    /// <summary>Without <see cref="Complete"/> nothing is left behind.</summary>
    public void Dispose()
    {
        _lines.Dispose();
        if (_path is not null)
            File.Delete(PartialPath(_path));
    }

    /// <summary>A name with a backslash or a line end is escaped, and a backslash before the hash says so.</summary>
    internal static string Line(string sha256, string path)
    {
        var name = OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;
        if (name.AsSpan().IndexOfAny('\\', '\n', '\r') < 0)
            return $"{sha256}  {name}";
        var escaped = name.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal);
        return $"\\{sha256}  {escaped}";
    }

    private static string PartialPath(string path) => path + ".partial";
}
