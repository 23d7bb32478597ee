using System.Diagnostics;

namespace ProcQ.Specs.Support;

/// <summary>What this process has of things that pools might leave lying.</summary>
internal sealed record Belongings(int Descriptors, int Threads, int Children, int TempFiles, long ManagedBytes)
{
    /// <summary>Takes stock, after everything that nobody holds is gone.</summary>
    public static Belongings Count()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var self = Process.GetCurrentProcess();
        return new Belongings(
            Processes.Count("/proc/self/fd"),
            Processes.Count("/proc/self/task"),
            Processes.ChildrenOf(Environment.ProcessId).Count,
            // The private folders of pools are named for their process; other programs use the folder, too.
            Directory.EnumerateFileSystemEntries(Path.GetTempPath(), $"procq-{Environment.ProcessId}-*").Count(),
            GC.GetTotalMemory(forceFullCollection: true)
        );
    }
}
