namespace ProcQ.TestJobs;

/// <summary>An application that is process 1: it works, loses a worker, works on, and in the end has no children, not even dead ones.</summary>
internal static class FirstProcess
{
    public static int Run()
    {
        var words = new List<string> { $"process {Environment.ProcessId}" };
        using (var pool = new ProcessPool(2))
        {
            words.Add($"sum {Sum(pool)}");
            try
            {
                pool.Apply(Crimes.Commit, Crime.Exit7);
            }
            catch (WorkerLostException)
            {
                words.Add("lost");
            }

            words.Add($"sum {Sum(pool)}");
        }

        var children = Directory
            .GetDirectories("/proc/self/task")
            .SelectMany(task => File.ReadAllText(task + "/children").Split(' '));
        words.Add(children.All(string.IsNullOrWhiteSpace) ? "no children left" : "children are left");
        Console.WriteLine(string.Join(", ", words));
        return 0;
    }

    private static int Sum(ProcessPool pool) => pool.Map(x => x * 2, Enumerable.Range(0, 10)).Sum();
}
