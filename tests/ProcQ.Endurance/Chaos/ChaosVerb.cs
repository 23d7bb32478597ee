using System.Globalization;

namespace ProcQ.Endurance.Chaos;

/// <summary>The verb <c>chaos</c>: so many items, a seed.</summary>
internal static class ChaosVerb
{
    private const long Items = 1_000_000;
    private const int Seed = 20_260;
    private const int SayEvery = 10;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var items = arguments.Length > 0 ? long.Parse(arguments[0], CultureInfo.InvariantCulture) : Items;
        var seed = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : Seed;
        Console.Error.WriteLine($"{items} items under chaos, seed {seed} ...");
        var seconds = 0;
        var run = new ChaosRun(items, seed)
        {
            OnSecond = outcomes =>
            {
                if (++seconds % SayEvery == 0)
                    Console.Error.WriteLine($"{seconds} s: {outcomes} outcomes");
            },
        };
        var report = await run.RunAsync();
        foreach (var example in report.Verdict.Examples)
            Console.WriteLine(example);
        Console.WriteLine($"chaos: {report}");
        return report.IsClean ? 0 : 1;
    }
}
