using System.Globalization;

namespace ProcQ.Benchmarks;

/// <summary>Holds the ratios of a run against those that were committed. Times are never compared: machines differ.</summary>
internal static class RatioCheck
{
    // Two runs on a shared machine differ by so much without a reason.
    private const double Tolerance = 0.6;

    private static readonly string Committed = Path.Combine(AppContext.BaseDirectory, "ratios.txt");

    /// <summary>Says what has become worse, and by how much; 1 when something has, 0 otherwise.</summary>
    public static int Run(IEnumerable<RatioRow> rows)
    {
        var before = File.ReadLines(Committed)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .ToDictionary(
                parts => parts[1],
                parts => double.Parse(parts[0], CultureInfo.InvariantCulture),
                StringComparer.Ordinal
            );
        var (seen, worse) = (0, 0);
        foreach (var row in rows.Where(r => r.Ratio is not null))
        {
            if (!before.TryGetValue(row.What, out var then))
                continue;
            seen++;
            var now = row.Ratio!.Value;
            if (row.AtLeast ? now >= then * Tolerance : now * Tolerance <= then)
                continue;
            worse++;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"worse: {row.What}: {now:0.00}, and was {then:0.00}"));
        }

        Console.WriteLine($"{seen} ratios compared, {worse} worse");
        return worse == 0 && seen > 0 ? 0 : 1;
    }

    /// <summary>The lines of the file, for a run that becomes the measure of those to come.</summary>
    public static void Print(IEnumerable<RatioRow> rows)
    {
        foreach (var row in rows.Where(r => r.Ratio is not null))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Ratio:0.00}\t{row.What}"));
    }
}
