namespace ProcQ.TestJobs;

/// <summary>
/// An application that dies with workers under a load. Each worker comes to the gate, and then says that it is under its load; the application comes when the
/// idle ones are idle, or else at once. Let through, it ends, or waits to be ended.
/// </summary>
internal static class ParentApp
{
    /// <summary>As whom the application itself comes to the gate; its workers are 0 and up.</summary>
    private const int Self = 99;

    public static async Task<int> RunAsync(int workers, string load, string way, Gate gate)
    {
        var pool = Pool(workers);
        var work = pool.MapAsync(x => Loads.Carry(gate, load, x), Enumerable.Range(0, workers), new MapOptions { ChunkSize = 1 });
        if (load == "idle")
            await work;
        gate.Pass(Self);
        var code = Endings.Take(way);
        GC.KeepAlive(pool);
        return code;
    }

    /// <summary>Comes to the gate, and then starts workers; says so when they are up.</summary>
    public static async Task<int> StartAsync(int workers, Gate gate)
    {
        gate.Pass(Self);
        var pool = Pool(workers);
        await pool.WarmUpAsync();
        gate.Announce(Self);
        var code = Endings.Take("wait");
        GC.KeepAlive(pool);
        return code;
    }

    private static ProcessPool Pool(int workers) =>
        new(
            new ProcessPoolOptions
            {
                Workers = workers,
                SpareWorkers = 0,
                Output = WorkerOutput.Discard,
            }
        );
}
