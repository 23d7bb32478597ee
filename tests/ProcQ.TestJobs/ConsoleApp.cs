namespace ProcQ.TestJobs;

/// <summary>An application at a terminal, for a Ctrl-C. Its workers come to the gate, then, when it has handled a Ctrl-C, it does itself.</summary>
internal static class ConsoleApp
{
    private const int Self = 99;

    public static async Task<int> RunAsync(string handling, Gate gate)
    {
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (handling == "handled")
        {
            Console.CancelKeyPress += (_, press) =>
            {
                press.Cancel = true;
                interrupted.TrySetResult();
            };
        }

        using var pool = new ProcessPool(2);
        var results = pool.MapAsync(
            x =>
            {
                gate.Pass(x);
                return Environment.ProcessId;
            },
            [1, 2],
            new MapOptions { ChunkSize = 1 }
        );
        await interrupted.Task;
        gate.Pass(Self);
        Console.WriteLine($"results {string.Join(' ', await results)}");
        return 0;
    }
}
