namespace ProcQ.Endurance.Leaks;

/// <summary>
/// What grew, by a straight line through its samples that single ones cannot bend (Theil and Sen: the median of the slopes between all pairs).
/// </summary>
internal sealed record Trend(string Name, string Unit, IReadOnlyList<double> Samples, double Allowance)
{
    /// <summary>From the first sample to the last, along the line.</summary>
    public double Growth => Slope() * (Samples.Count - 1);

    public double Median => MedianOf([.. Samples]);

    /// <summary>It grew by more than can be chance.</summary>
    public bool Grows => Growth > Allowance;

    public override string ToString() =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Name} {Median:0.#}{Unit} ({Growth:+0.#;-0.#;+0}{Unit})"
        );

    private double Slope()
    {
        var slopes = new List<double>();
        for (var i = 0; i < Samples.Count; i++)
        {
            for (var j = i + 1; j < Samples.Count; j++)
                slopes.Add((Samples[j] - Samples[i]) / (j - i));
        }

        return slopes.Count == 0 ? 0 : MedianOf(slopes);
    }

    private static double MedianOf(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
