using System.Globalization;
using ProcQ.Endurance.Leaks;

namespace ProcQ.Endurance.Soak;

/// <summary>The verb <c>soak</c>: a thousand pools one after the other, then so many hours of everything.</summary>
internal static class SoakVerb
{
    private const double Hours = 0.1;
    private const int Seed = 1;
    private const int WarmUpPools = 50;
    private const int Pools = 1_000;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var hours = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : Hours;
        Console.Error.WriteLine($"{Pools} pools, then {hours} hours ...");
        var left = await new ThousandPools(WarmUpPools, Pools).RunAsync(Console.Error.WriteLine);
        var report = await new SoakRun(TimeSpan.FromHours(hours), Seed) { Say = Console.Error.WriteLine }.RunAsync();
        foreach (var line in left.Concat(report.Verdict.Examples))
            Console.WriteLine(line);
        Console.WriteLine($"soak: {Pools} pools left {(left.Count == 0 ? "nothing" : string.Join(", ", left))}; {report}");
        return left.Count == 0 && report.IsClean ? 0 : 1;
    }
}
