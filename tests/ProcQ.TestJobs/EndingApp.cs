namespace ProcQ.TestJobs;

/// <summary>
/// An application that never disposes anything and ends in one of many ways, while its workers are busy or idle. Each worker and then the application
/// itself come to the gate; when the application is let through, it ends.
/// </summary>
internal static class EndingApp
{
    /// <summary>As whom the application itself comes to the gate; its workers are 1 and 2.</summary>
    private const int Self = 99;

    public static async Task<int> RunAsync(string workers, string state, string way, Gate gate)
    {
        var work = workers switch
        {
            "pool" => new ProcessPool(2).MapAsync(x => Pass(gate, x), [1, 2], new MapOptions { ChunkSize = 1 }),
            "shortcuts" => Task.WhenAll(
                Timeout.RunAsync(() => Pass(gate, 1), double.PositiveInfinity),
                Timeout.RunAsync(() => Pass(gate, 2), double.PositiveInfinity)
            ),
            _ => throw new ArgumentException(workers),
        };
        if (state == "idle")
            await work;
        gate.Pass(Self);
        return Endings.Take(way);
    }

    private static int Pass(Gate gate, int who)
    {
        gate.Pass(who);
        return who;
    }
}
