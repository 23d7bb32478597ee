namespace ProcQ.Benchmarks;

/// <summary>A line of the table of ratios.</summary>
/// <param name="What">What is compared with what.</param>
/// <param name="Ratio">Null when one of the two was not measured.</param>
/// <param name="AtLeast">More is better.</param>
internal sealed record RatioRow(string What, double? Ratio, bool AtLeast);
