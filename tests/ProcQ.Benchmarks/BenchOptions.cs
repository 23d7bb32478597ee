namespace ProcQ.Benchmarks;

/// <summary>What to measure. Arguments are parts of case names; without any, everything runs.</summary>
internal sealed record BenchOptions
{
    /// <summary>As many workers as the peers get.</summary>
    public const int Workers = 2;

    public bool Peers { get; init; } = true;

    public bool Product { get; init; } = true;

    /// <summary>The ratios are held against those that were committed.</summary>
    public bool Check { get; init; }

    /// <summary>The ratios are printed in the form of the committed ones.</summary>
    public bool Record { get; init; }

    public IReadOnlyList<string> Cases { get; init; } = [];

    public static BenchOptions Parse(string[] args) =>
        new()
        {
            Peers = !args.Contains("--no-peers", StringComparer.Ordinal),
            Product = !args.Contains("--floors", StringComparer.Ordinal),
            Check = args.Contains("--check", StringComparer.Ordinal),
            Record = args.Contains("--record", StringComparer.Ordinal),
            Cases = [.. args.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal))],
        };

    /// <summary>Memory and the like take a while, and are measured only with everything else.</summary>
    public bool WantsGauges => Product && Cases.Count == 0;

    public bool Wants(string name) =>
        Product && (Cases.Count == 0 || Cases.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)));

    public bool Wants(Case timed) =>
        (Product || timed.System != RatioTable.Product)
        && (Cases.Count == 0 || Cases.Any(part => timed.Name.Contains(part, StringComparison.OrdinalIgnoreCase)));
}
