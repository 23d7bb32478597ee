using System.Globalization;
using ProcQ.Endurance.Chaos;
using ProcQ.Endurance.Leaks;
using ProcQ.Endurance.Traffic;

namespace ProcQ.Endurance.Soak;

/// <summary>What came of a soak.</summary>
internal sealed record SoakReport(TimeSpan Elapsed, long Items, Strikes Strikes, Verdict Verdict, IReadOnlyList<Sample> Samples)
{
    // The first rounds fill caches and compile.
    private const int WarmUpShare = 4;
    private const double Megabyte = 1 << 20;

    /// <summary>Each with what it may seem to have grown by chance.</summary>
    public IReadOnlyList<Trend> Trends =>
        [
            Of("descriptors", "", 1, sample => sample.Belongings.Descriptors),
            Of("threads", "", 1, sample => sample.Belongings.Threads),
            Of("children", "", 0.5, sample => sample.Belongings.Children),
            Of("temp entries", "", 0.5, sample => sample.Belongings.TempFiles),
            Of("managed", " MiB", 2, sample => sample.Belongings.ManagedBytes / Megabyte),
            Of("resident", " MiB", 16, sample => sample.Belongings.ResidentBytes / Megabyte),
            Of("a call", " us", Samples.Average(sample => sample.CallMicroseconds), sample => sample.CallMicroseconds),
        ];

    public bool IsClean => Verdict.IsClean && !Trends.Any(trend => trend.Grows);

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Elapsed.TotalHours:0.00} h, {Samples.Count} rounds, {Items} items, {Strikes}; {Verdict}; {string.Join(", ", Trends)}: {Judgement()}"
        );

    private string Judgement() =>
        Trends.Where(trend => trend.Grows).Select(trend => trend.Name).ToArray() is { Length: > 0 } growing
            ? $"{string.Join(", ", growing)} grew"
            : "nothing grew";

    private Trend Of(string name, string unit, double allowance, Func<Sample, double> figure) =>
        new(name, unit, [.. Samples.Skip(Samples.Count / WarmUpShare).Select(figure)], allowance);
}
