using ProcQ;

using var pool = new ProcessPool(workers: 4);

int[] squares = pool.Map(x => x * x, Enumerable.Range(1, 10));
Console.WriteLine(string.Join(' ', squares));

int[] pids = pool.Map(_ => Environment.ProcessId, Enumerable.Range(0, 1000));
Console.WriteLine($"{pids.Distinct().Count()} workers: {string.Join(", ", pids.Distinct())}");
Console.WriteLine($"this process: {Environment.ProcessId}");
