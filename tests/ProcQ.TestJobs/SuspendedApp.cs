using System.Globalization;

namespace ProcQ.TestJobs;

/// <summary>
/// An application that is stopped together with its workers while three deadlines run: one of a start, one of an item, and one of a cancelled item. Says
/// what became of them.
/// </summary>
internal static class SuspendedApp
{
    /// <summary>
    /// As whom the application itself comes to the gate: when a worker is in its initializer (3), when two are in their items (1 and 2), and when one of these
    /// is cancelled.
    /// </summary>
    private const int Self = 99;

    public static async Task<int> RunAsync(string limitSeconds, Gate gate)
    {
        var limit = TimeSpan.FromSeconds(double.Parse(limitSeconds, CultureInfo.InvariantCulture));
        var options = new ProcessPoolOptions { SpareWorkers = 0, LoggerFactory = new InterruptionLog() };
        using var pool = new ProcessPool(options with { Workers = 2, CancelGrace = limit });
        await pool.WarmUpAsync();
        using var starting = new ProcessPool(
            options with
            {
                Workers = 1,
                StartTimeout = limit,
                Initializer = () => gate.Pass(3),
            }
        );
        gate.Pass(Self);
        using var cancel = new CancellationTokenSource();
        var limited = pool.MapOutcomesAsync(x => Pass(gate, x), [1], new MapOptions { Timeout = limit });
        var cancelled = pool.MapOutcomesAsync(x => Pass(gate, x), [2], ct: cancel.Token);
        gate.Pass(Self);
        await cancel.CancelAsync();
        gate.Pass(Self);

        var outcome = (await limited)[0].Status;
        // Cancelled or not, it came to its end; what counts is that nobody was killed for it.
        await ((Task)cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await starting.WarmUpAsync();
        var restarts = pool.GetStats().Workers.Concat(starting.GetStats().Workers).Sum(w => w.Restarts);
        Console.WriteLine($"limited {outcome}, restarts {restarts}");
        return 0;
    }

    private static int Pass(Gate gate, int who)
    {
        gate.Pass(who);
        return who;
    }
}
