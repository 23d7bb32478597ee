namespace ProcQ.Pipelines;

/// <summary>A rate, asked for anew for each item, and what an item costs.</summary>
/// <param name="PerSecond">Permits a second.</param>
/// <param name="Permits">How many permits an item costs; null for one, whatever it is.</param>
internal sealed record RateTerms<T>(Func<double> PerSecond, Func<T, double>? Permits);
