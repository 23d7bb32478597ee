namespace ProcQ.Benchmarks;

/// <summary>What to measure. Arguments are parts of case names; without any, everything runs.</summary>
internal sealed record BenchOptions
{
    /// <summary>As many workers as the peers get.</summary>
    public const int Workers = 2;

    public bool Peers { get; init; } = true;

    public bool Product { get; init; } = true;

    public IReadOnlyList<string> Cases { get; init; } = [];

    public static BenchOptions Parse(string[] args) =>
        new()
        {
            Peers = !args.Contains("--no-peers", StringComparer.Ordinal),
            Product = !args.Contains("--floors", StringComparer.Ordinal),
            Cases = [.. args.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal))],
        };

    public bool Wants(Case timed) =>
        (Product || timed.System != RatioTable.Product)
        && (Cases.Count == 0 || Cases.Any(part => timed.Name.Contains(part, StringComparison.OrdinalIgnoreCase)));
}
