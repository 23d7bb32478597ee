using System.Collections.Concurrent;
using System.Diagnostics;

namespace ProcQ.Launching;

/// <summary>
/// The one thread that starts processes. It lives as long as this process: what the system ties to the thread that forked (the
/// parent-death signal, restrictions a child inherits) must not hang on a pool thread that ends after 20 idle seconds.
/// </summary>
internal static class SpawnThread
{
    private static readonly BlockingCollection<Action> Requests = Begin();

    /// <summary>Starts a process; a failure to do so is the task's exception.</summary>
    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!); // Null only with the shell, which nothing here uses.
            }
            catch (Exception error)
            {
                started.SetException(error);
            }
        });
        return started.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        var requests = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var request in requests.GetConsumingEnumerable())
                request();
        })
        {
            Name = "ProcQ spawn",
            IsBackground = true,
        };
        thread.Start();
        return requests;
    }
}
