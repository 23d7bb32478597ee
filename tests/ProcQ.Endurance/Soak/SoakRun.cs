using System.Diagnostics;
using ProcQ.Endurance.Chaos;
using ProcQ.Endurance.Traffic;

namespace ProcQ.Endurance.Soak;

/// <summary>Round after round for as long as it is to take, and in the end the question what has grown.</summary>
internal sealed class SoakRun(TimeSpan duration, int seed)
{
    private const double RoundSeconds = 8;
    private const long FirstItems = 20_000;
    private const int FewestRounds = 10;

    private readonly List<Sample> _samples = [];
    private Strikes _strikes = new(0, 0, 0);
    private Verdict _verdict = new();
    private long _items;

    public Action<string> Say { get; init; } = static _ => { };

    public async Task<SoakReport> RunAsync()
    {
        Herd[] herds = [New("first"), New("second")];
        await using var first = herds[0].Pool;
        await using var second = herds[1].Pool;
        var clock = Stopwatch.StartNew();
        var items = FirstItems;
        while (clock.Elapsed < duration || _samples.Count < FewestRounds)
        {
            var before = clock.Elapsed;
            await RoundAsync(herds, items);
            // As many as take a round's time, by what they took last.
            items = (long)Math.Clamp(items * RoundSeconds / (clock.Elapsed - before).TotalSeconds, items / 2, items * 2);
        }

        return new SoakReport(clock.Elapsed, _items, _strikes, _verdict, _samples);
    }

    private async Task RoundAsync(Herd[] herds, long items)
    {
        var round = new SoakRound(herds, seed + _samples.Count);
        var sample = await round.RunAsync(items);
        _samples.Add(sample);
        _items += items;
        _strikes += round.Strikes;
        _verdict += round.Verdict;
        Say($"round {_samples.Count}: {items} items, {round.Strikes}; {sample}");
    }

    private static Herd New(string name) =>
        new(
            new ProcessPoolOptions
            {
                Name = name,
                Workers = 2,
                Output = WorkerOutput.Discard,
                Initializer = HalfClose.OnSignal,
                CancelGrace = TimeSpan.FromMilliseconds(50),
            },
            static options => new ProcessPool(options)
        );
}
