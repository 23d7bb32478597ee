namespace ProcQ.Benchmarks;

/// <summary>Ten members, as somebody's data may be; the peers have the same.</summary>
internal sealed record Person(
    long Id,
    string Name,
    string Email,
    int Age,
    double Height,
    double Weight,
    bool Active,
    string City,
    string Country,
    int[] Scores
)
{
    public static Person Of(int i) =>
        new(
            i,
            $"name {i}",
            $"n{i}@example.org",
            i % 90,
            1.5 + (i % 50 / 100.0),
            50 + (i % 60),
            i % 2 == 0,
            "Bern",
            "CH",
            [i, i + 1, i + 2]
        );
}
