namespace ProcQ.TestJobs;

/// <summary>
/// An application in a control group that has less memory than its worker asks for, most of which the application itself has: the system must end a process
/// of the group, and the largest one is not the one to blame.
/// </summary>
internal static class MemoryApp
{
    private const int OwnMegabytes = 230;
    private const int MoreThanThereIs = 4096;

    public static int Run(string group)
    {
        CrimesOnLimits.Join(group);
        CrimesOnLimits.HogNative(OwnMegabytes);
        using var pool = new ProcessPool(new ProcessPoolOptions { Workers = 2, SpareWorkers = 0 });
        var outcomes = pool.MapOutcomes(
            x => x == 3 ? CrimesOnLimits.HogNative(MoreThanThereIs) : x,
            Enumerable.Range(0, 6),
            new MapOptions { ChunkSize = 1 }
        );
        foreach (var outcome in outcomes)
            Console.WriteLine($"{outcome.Index} {outcome.Status} {(outcome.Error as WorkerLostException)?.ExitReason}");
        Console.WriteLine($"then {pool.Map(x => x, Enumerable.Range(0, 10)).Sum()}");
        return 0;
    }
}
