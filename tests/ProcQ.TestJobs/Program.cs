using System.Diagnostics;
using ProcQ;

// What can only be seen in a program of its own.
switch (args.FirstOrDefault())
{
    case "map":
        // The result, or the error and how long it took to know.
        var clock = Stopwatch.StartNew();
        try
        {
            using var pool = new ProcessPool(2);
            Console.WriteLine($"sum {pool.Map(x => x * 2, Enumerable.Range(0, 10)).Sum()}");
        }
        catch (WorkerStartException e)
        {
            Console.WriteLine($"after {clock.ElapsedMilliseconds} ms: {e.Message}");
        }

        return 0;
    default:
        Console.Error.WriteLine("usage: ProcQ.TestJobs map");
        return 2;
}
