using System.Diagnostics;
using System.Globalization;
using ProcQ.Tests.Scheduling.Simulation;

namespace ProcQ.Tests.Verbs;

/// <summary>Many seeds of the simulated pool, on all cores, each time others. PROCQ_SIM_FIRST begins at a certain one, PROCQ_SIM_SEED replays one.</summary>
internal static class SimulateVerb
{
    public static int Run(int seeds)
    {
        try
        {
            if (Number("PROCQ_SIM_SEED") is { } seed)
            {
                Console.WriteLine($"simulate: seed {seed}: {PoolSimulation.Run(SimSeeds.Setup(seed))}");
                return 0;
            }

            var first = Number("PROCQ_SIM_FIRST") ?? (ulong)Random.Shared.NextInt64(long.MaxValue / 2);
            Report(first, seeds);
            return 0;
        }
        catch (Exception e)
        {
            // The story of a failing seed begins with it; one thread's failure is enough.
            var failure = (e as AggregateException)?.InnerExceptions[0] ?? e;
            Console.WriteLine(failure is SimFailure ? failure.Message : failure.ToString());
            Console.WriteLine($"simulate: failed; PROCQ_SIM_SEED replays the seed: {failure.Message.Split(':')[0]}");
            return 1;
        }
    }

    private static void Report(ulong first, int seeds)
    {
        Console.WriteLine($"{seeds:N0} seeds from {first} on {Environment.ProcessorCount} cores ...");
        var watch = Stopwatch.StartNew();
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var tally = PoolSimulation.RunSeeds(first, (ulong)seeds, TimeSpan.Zero);
        self.Refresh();
        // By the time of the processors, of which a busy machine gives only some.
        var core = (self.TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine(tally);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"simulate: {tally.Worlds:N0} seeds from {first}, {tally.Events:N0} events, {tally.Items:N0} items in {watch.Elapsed.TotalSeconds:N0} s; "
                    + $"a core does {tally.Items / core:N0} items and {tally.Events / core:N0} events a second; 0 failures"
            )
        );
    }

    private static ulong? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
