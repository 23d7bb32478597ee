using System.Collections.Concurrent;
using System.Diagnostics;

namespace ProcQ.Launching;

/// <summary>
/// The one thread that starts processes. It lives as long as this process: what the system ties to the thread that forked (the
/// parent-death signal, restrictions a child inherits) must not hang on a pool thread that ends after 20 idle seconds.
/// </summary>
internal static class SpawnThread
{
    private static readonly BlockingCollection<Action> Requests = [];
    private static readonly Lock Gate = new();

    // Guarded by the gate.
    private static bool _runs;

    /// <summary>Starts a process, described on the thread that starts it; a failure to do so is the task's exception.</summary>
    public static Task<Process> StartAsync(Func<ProcessStartInfo> start)
    {
        EnsureItRuns();
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start())!); // Null only with the shell, which nothing here uses.
            }
            catch (Exception error)
            {
                started.SetException(error);
            }
        });
        return started.Task;
    }

    // Not when the class is initialized: when the system has no thread to give, that start fails, and the next one finds nothing of the failure.
    private static void EnsureItRuns()
    {
        lock (Gate)
        {
            if (_runs)
                return;
            new Thread(Run) { Name = "ProcQ spawn", IsBackground = true }.Start();
            _runs = true;
        }
    }

    private static void Run()
    {
        foreach (var request in Requests.GetConsumingEnumerable())
            request();
    }
}
