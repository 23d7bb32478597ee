using System.Diagnostics;

namespace ProcQ.Benchmarks;

/// <summary>Runs the chosen cases, prints each figure as it is known, and keeps them for the table of ratios.</summary>
internal sealed class Board(BenchOptions options)
{
    private static readonly TimeSpan RunLimit = TimeSpan.FromSeconds(60);

    private readonly List<Figure> _figures = [];

    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>
    /// Times cases that are compared with each other. They take turns, so that a noisy neighbour disturbs all of them alike. A case that fails
    /// or hangs is reported, and the others go on.
    /// </summary>
    public async Task Measure(int warmUps, int repetitions, params Case[] cases)
    {
        var times = cases.Where(c => options.Wants(c)).ToDictionary(c => c, _ => new List<double>(repetitions));
        for (var i = 0; i < warmUps + repetitions; i++)
        {
            foreach (var (timed, seconds) in times.ToArray())
            {
                if (await TryRun(timed) is not { } second)
                    times.Remove(timed);
                else if (i >= warmUps)
                    seconds.Add(second);
            }
        }
        foreach (var (timed, seconds) in times)
            Add(Figure.Of(timed.System, timed.Name, timed.N, seconds));
    }

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        Console.WriteLine(figure.ToJson());
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
