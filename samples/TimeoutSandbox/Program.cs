using ProcQ;
using TimeoutSandbox;

Console.WriteLine($"this is process {Environment.ProcessId}");

// A dying runtime says much about itself. Each error has it as OutputTail; the screen does not need it.
Console.SetError(TextWriter.Null);

Try("a sum", () => Timeout.Run(() => Enumerable.Range(1, 100).Sum(), seconds: 5));
Try("an endless loop", () => Timeout.Run(() => Crimes.LoopForEver(), seconds: 1));
Try("a stack overflow", () => Timeout.Run(() => Crimes.OverflowTheStack(1), seconds: 5));
Try("Environment.Exit(3)", () => Timeout.Run(() => Crimes.LeaveTheProcess(), seconds: 5));
Try("a native crash", () => Timeout.Run(() => Crimes.ReadWhereNothingIs(), seconds: 5));

// A memory limit is a matter of the process, so it takes a pool of its own: 256 MB of managed memory a worker.
var limited = new ProcessPoolOptions
{
    Workers = 1,
    TaskTimeout = TimeSpan.FromSeconds(10),
    EnvironmentVariables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOTNET_GCHeapHardLimit"] = "0x10000000" },
};
using (var pool = new ProcessPool(limited))
    Try("10 GB of memory", () => pool.Apply(Crimes.Allocate, 10 * 1024));

Try("another sum", () => Timeout.Run(() => Enumerable.Range(1, 1000).Sum(), seconds: 5));
Console.WriteLine($"this is still process {Environment.ProcessId}");

static void Try(string what, Func<int> run)
{
    string came;
    try
    {
        came = $"{run()}";
    }
    catch (TaskTimeoutException late)
    {
        came = late.Message;
    }
    catch (WorkerLostException lost)
    {
        var words = lost.OutputTail.Split('\n', 2)[0].Trim();
        came = $"lost process {lost.ProcessId}: {lost.ExitReason}{(words.Length > 0 ? $"; it wrote '{words}'" : "")}";
    }
    catch (OutOfMemoryException error)
    {
        came = $"{error.GetType().Name} in process {error.GetRemoteError()!.ProcessId}: {error.Message}";
    }

    Console.WriteLine($"{what, -20} {came}");
}
