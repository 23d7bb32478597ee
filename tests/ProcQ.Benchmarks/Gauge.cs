using System.Globalization;

namespace ProcQ.Benchmarks;

/// <summary>Something that is not a time: how much memory, or how much is left of a rate.</summary>
/// <param name="What">In the words of the table.</param>
/// <param name="Value">What was seen.</param>
/// <param name="Unit">Of the value.</param>
/// <param name="Limit">What it is to be.</param>
/// <param name="AtLeast">At least so much; at most otherwise.</param>
internal sealed record Gauge(string What, double Value, string Unit, double Limit, bool AtLeast)
{
    private bool Passes => AtLeast ? Value >= Limit : Value <= Limit;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{What, -67} {Value, 10:0.##} {Unit, -12} {(AtLeast ? '≥' : '≤')} {Limit, -6:0.##} {(Passes ? "pass" : "MISS")}"
        );
}
