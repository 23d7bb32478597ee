using ProcQ.Launching;

namespace ProcQ.TestHostApp;

/// <summary>An application that starts workers, says who they are, and then waits to be ended: "idle" on no thread at all.</summary>
internal static class ParentRole
{
    public static async Task<int> RunAsync(string worker, int count, string end)
    {
        var launcher = new WorkerLauncher(
            new LaunchSettings
            {
                HostPath = typeof(ParentRole).Assembly.Location,
                EnvironmentVariables = new Dictionary<string, string?>(StringComparer.Ordinal) { [WorkerRole.Variable] = worker },
                OnOutput = line => Console.WriteLine($"output {line.ProcessId} {line.Text}"),
            }
        );
        var starts = Enumerable.Range(0, count).Select(id => launcher.StartAsync(id, CancellationToken.None)).ToList();
        foreach (var start in starts)
            Console.WriteLine($"worker {(await start).ProcessId}");
        Console.WriteLine($"ready {launcher.DirectoryPath}");
        if (end == "idle")
            await Task.Delay(Timeout.Infinite); // On no thread at all.
        Thread.Sleep(Timeout.Infinite);
        GC.KeepAlive(launcher);
        return 0;
    }
}
