using System.Globalization;

namespace ProcQ.Endurance.Leaks;

/// <summary>What this process has of things that pools might leave lying.</summary>
internal sealed record Belongings(
    int Descriptors,
    int Threads,
    int Children,
    int TempFiles,
    long ManagedBytes,
    long ResidentBytes
)
{
    // Threads of the runtime's own, which come and go with the load.
    private static readonly string[] OfTheRuntime = [".NET TP", ".NET Tiered", ".NET Timer"];

    /// <summary>Takes stock, after everything that nobody holds is gone.</summary>
    public static Belongings Count()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        var (threads, children) = CountTasks();
        return new Belongings(
            Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(IsOurs),
            threads,
            children,
            // The private folders of pools are named for their process; other programs use the folder, too.
            Directory.EnumerateFileSystemEntries(Path.GetTempPath(), $"procq-{Environment.ProcessId}-*").Count(),
            GC.GetTotalMemory(forceFullCollection: true),
            long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture)
                * Environment.SystemPageSize
        );
    }

    /// <summary>Assemblies stay open, and are loaded when they are first needed, which may be late.</summary>
    private static bool IsOurs(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Extension is not ".dll";
        }
        catch (IOException)
        {
            // That of this very listing, which is closed by now.
            return false;
        }
    }

    private static (int Threads, int Children) CountTasks()
    {
        var (threads, children) = (0, 0);
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                var name = File.ReadAllText($"{task}/comm");
                threads += Array.Exists(OfTheRuntime, known => name.StartsWith(known, StringComparison.Ordinal)) ? 0 : 1;
                children += File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        return (threads, children);
    }
}
