using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProcQ.Benchmarks;

/// <summary>One measured case, printed as one JSON line in the form that the Python and Node peers print too.</summary>
internal sealed record Figure(
    [property: JsonPropertyName("system")] string System,
    [property: JsonPropertyName("case")] string Case,
    [property: JsonPropertyName("n")] double N,
    [property: JsonPropertyName("median_s")] double MedianSeconds,
    [property: JsonPropertyName("min_s")] double MinSeconds,
    [property: JsonPropertyName("per_s")] double PerSecond
)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        Encoder = global::System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Figure Of(string system, string name, double n, IReadOnlyCollection<double> seconds)
    {
        var sorted = seconds.Order().ToArray();
        var median = sorted[sorted.Length / 2];
        return new Figure(system, name, n, Math.Round(median, 6), Math.Round(sorted[0], 6), Math.Round(n / median, 1));
    }

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    public static string ErrorToJson(string system, string name, Exception error) =>
        JsonSerializer.Serialize(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["system"] = system,
                ["case"] = name,
                ["error"] = $"{error.GetType().Name}: {error.Message}",
            },
            Format
        );

    /// <summary>Reads a line of a peer; false for anything but a figure (a peer prints its errors as JSON too).</summary>
    public static bool TryParse(string line, out Figure figure)
    {
        figure = null!;
        if (!line.StartsWith('{') || !line.Contains("\"median_s\"", StringComparison.Ordinal))
            return false;
        figure = JsonSerializer.Deserialize<Figure>(line)!;
        return true;
    }
}
