namespace ProcQ.TestJobs;

/// <summary>An application that does a little of everything with a pool, in whatever surroundings it was started in, and says what came of it.</summary>
internal static class TourApp
{
    private const int Deadly = 300;
    private const int Failing = 600;

    public static async Task<int> RunAsync()
    {
        await using (var pool = new ProcessPool(new ProcessPoolOptions { Workers = 8, Output = WorkerOutput.Discard }))
        {
            await pool.WarmUpAsync();
            Console.WriteLine($"folder {string.Join(' ', Modes())}");
            Console.WriteLine($"sum {pool.Map(x => 2 * x, Enumerable.Range(0, 1000)).Sum()}");
            foreach (var outcomes in pool.MapOutcomes(Act, Enumerable.Range(0, 1000)).GroupBy(o => o.Status))
                Console.WriteLine($"{outcomes.Key} {outcomes.Count()}");
            Console.WriteLine(await LateAsync(pool));
            Console.WriteLine($"megabytes {pool.Apply(bytes => bytes.Length >> 20, new byte[4 << 20])}");
        }

        Console.WriteLine($"left {Modes().Count()}");
        return 0;
    }

    private static int Act(int x)
    {
        Crimes.Commit(x == Deadly ? Crime.Segv : Crime.None);
        return x == Failing ? throw new InvalidOperationException("This one fails.") : x;
    }

    private static async Task<string> LateAsync(ProcessPool pool)
    {
        try
        {
            return $"result {await pool.ApplyAsync(Crimes.Commit, Crime.Sleep, new TaskOptions { Timeout = TimeSpan.FromMilliseconds(200) })}";
        }
        catch (TaskTimeoutException)
        {
            return "late";
        }
    }

    /// <summary>Who may do what with the pool's folder.</summary>
    private static IEnumerable<string> Modes() =>
        Directory
            .EnumerateDirectories(Path.GetTempPath(), $"procq-{Environment.ProcessId}-*")
            .Select(folder => Convert.ToString((int)File.GetUnixFileMode(folder), 8));
}
