using System.Diagnostics;

namespace ProcQ.Benchmarks;

/// <summary>Runs the chosen cases, prints each figure as it is known, and keeps them for the table of ratios.</summary>
internal sealed class Board(BenchOptions options)
{
    private static readonly TimeSpan RunLimit = TimeSpan.FromSeconds(60);

    // Code that has just been loaded is compiled anew while it runs, for some hundred milliseconds: what is measured is a program that runs.
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(3);

    private readonly List<Figure> _figures = [];
    private readonly List<Gauge> _gauges = [];

    public IReadOnlyList<Figure> Figures => _figures;

    public IReadOnlyList<Gauge> Gauges => _gauges;

    /// <summary>
    /// Times cases that are compared with each other. They take turns, so that a noisy neighbour disturbs all of them alike. A case that fails
    /// or hangs is reported, and the others go on.
    /// </summary>
    public async Task Measure(int warmUps, int repetitions, params Case[] cases)
    {
        await WarmUp(warmUps, cases);
        await MeasureCold(repetitions, cases);
    }

    /// <summary>As <see cref="Measure"/>, without a warm-up.</summary>
    public async Task MeasureCold(int repetitions, params Case[] cases)
    {
        var times = cases.Where(c => options.Wants(c)).ToDictionary(c => c, _ => new List<double>(repetitions));
        for (var i = 0; i < repetitions; i++)
        {
            foreach (var (timed, seconds) in times.ToArray())
            {
                if (await TryRun(timed) is { } second)
                    seconds.Add(second);
                else
                    times.Remove(timed);
            }
        }
        foreach (var (timed, seconds) in times)
            Add(Figure.Of(timed.System, timed.Name, timed.N, seconds));
    }

    public bool WantsGauges => options.WantsGauges;

    public bool Wants(string name) => options.Wants(name);

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        Console.WriteLine(figure.ToJson());
    }

    public void Add(Gauge gauge)
    {
        _gauges.Add(gauge);
        Console.WriteLine($"# {gauge}");
    }

    private async Task WarmUp(int least, Case[] cases)
    {
        var start = Stopwatch.GetTimestamp();
        var wanted = cases.Where(options.Wants).ToArray();
        for (var i = 0; wanted.Length > 0 && (i < least || Stopwatch.GetElapsedTime(start) < WarmUpTime); i++)
        {
            foreach (var timed in wanted)
                await TryRun(timed);
        }
    }

    private static async Task<double?> TryRun(Case timed)
    {
        try
        {
            var start = Stopwatch.GetTimestamp();
            var end = await timed.Work().WaitAsync(RunLimit);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            await end().WaitAsync(RunLimit);
            return seconds;
        }
        catch (Exception error)
        {
            Console.WriteLine(Figure.ErrorToJson(timed.System, timed.Name, error));
            return null;
        }
    }
}
