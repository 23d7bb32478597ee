namespace ProcQ.Endurance.Leaks;

/// <summary>Pools that are made, used (three of four) and disposed, four at a time, so that starts overlap.</summary>
internal static class PoolCycles
{
    private const int AtOnce = 4;

    public static Task RunAsync(int count, Func<ProcessPoolOptions, ProcessPool> make) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, _) => await CycleAsync(i, make)
        );

    private static async Task CycleAsync(int number, Func<ProcessPoolOptions, ProcessPool> make)
    {
        var options = new ProcessPoolOptions
        {
            Workers = 1,
            SpareWorkers = 0,
            Output = WorkerOutput.Discard,
        };
        var pool = make(options);
        if (number % AtOnce != AtOnce - 1 && pool.Map(x => x + 1, new[] { number })[0] != number + 1)
            throw new InvalidOperationException($"The pool {number} cannot count.");
        if (number % 2 == 0)
            pool.Dispose();
        else
            await pool.DisposeAsync();
    }
}
