using System.Globalization;

namespace ProcQ.TestJobs;

/// <summary>
/// An application that is stopped together with its workers while three deadlines run: one of an item, one of a cancelled item, and one of a start. Says
/// what became of them.
/// </summary>
internal static class SuspendedApp
{
    /// <summary>As whom the application itself comes to the gate, when the first two are there and when all is set; its workers are 1, 2 and 3.</summary>
    private const int Self = 99;

    public static async Task<int> RunAsync(string limitSeconds, Gate gate)
    {
        var limit = TimeSpan.FromSeconds(double.Parse(limitSeconds, CultureInfo.InvariantCulture));
        using var pool = new ProcessPool(
            new ProcessPoolOptions
            {
                Workers = 2,
                SpareWorkers = 0,
                CancelGrace = limit,
            }
        );
        using var cancel = new CancellationTokenSource();
        var limited = pool.MapOutcomesAsync(x => Pass(gate, x), [1], new MapOptions { Timeout = limit });
        var cancelled = pool.MapOutcomesAsync(x => Pass(gate, x), [2], ct: cancel.Token);
        gate.Pass(Self);
        using var starting = new ProcessPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                SpareWorkers = 0,
                StartTimeout = limit,
                Initializer = () => gate.Pass(3),
            }
        );
        await cancel.CancelAsync();
        gate.Pass(Self);

        Console.WriteLine($"limited {(await limited)[0].Status}");
        // Whoever was cancelled and came to its end has ended; what counts is that nobody was killed for it.
        await ((Task)cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await starting.WarmUpAsync();
        Console.WriteLine($"started {starting.GetStats().Workers[0].Restarts}");
        Console.WriteLine($"restarts {string.Join(' ', pool.GetStats().Workers.Select(w => w.Restarts))}");
        return 0;
    }

    private static int Pass(Gate gate, int who)
    {
        gate.Pass(who);
        return who;
    }
}
