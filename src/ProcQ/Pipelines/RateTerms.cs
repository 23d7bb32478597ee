namespace ProcQ.Pipelines;

/// <summary>A rate, asked for anew for each item, and what an item costs.</summary>
internal sealed record RateTerms<T>(Func<double> PerSecond, Func<T, double> Permits);
