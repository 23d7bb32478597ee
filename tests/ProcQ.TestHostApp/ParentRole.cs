using System.Runtime.InteropServices;
using ProcQ.Launching;

namespace ProcQ.TestHostApp;

/// <summary>An application that starts workers, says who they are, and then ends in one of many ways, or waits to be ended.</summary>
internal static partial class ParentRole
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
        End(end);
        GC.KeepAlive(launcher);
        return 0;
    }

    private static void End(string how)
    {
        switch (how)
        {
            case "wait":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "return":
                break;
            case "exit":
                Environment.Exit(7);
                break;
            case "fail-fast":
                Environment.FailFast("asked to");
                break;
            case "unhandled":
                new Thread(() => throw new InvalidOperationException("asked to")).Start();
                Thread.Sleep(Timeout.Infinite);
                break;
            case "stack-overflow":
                Overflow(1);
                break;
            case "segv":
                Length(1);
                break;
            default:
                throw new ArgumentException(how);
        }
    }

    private static int Overflow(int depth) => Overflow(depth + 1) + depth;

    // Reads where nothing is.
    [LibraryImport("libc", EntryPoint = "strlen")]
    private static partial void Length(nint text);
}
