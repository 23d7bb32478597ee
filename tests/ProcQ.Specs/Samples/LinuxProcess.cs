using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ProcQ.Specs.Samples;

/// <summary>What /proc tells about other processes, and signals to them.</summary>
internal static partial class LinuxProcess
{
    public const int Interrupt = 2;
    public const int KillSignal = 9;

    public static IReadOnlyList<int> ChildrenOf(int parent)
    {
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) && ParentOf(pid) == parent)
                children.Add(pid);
        }
        return children;
    }

    public static IReadOnlyList<string> OpenFilesOf(int pid)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "")];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // it has gone, or is going
        }
    }

    public static bool IsAlive(int pid) => StateOf(pid) is { State: not ('Z' or 'X') };

    /// <summary>Waits until none of the processes is left; returns those that still are at the end of the patience.</summary>
    public static async Task<IReadOnlyList<int>> LeftOf(IReadOnlyList<int> pids, TimeSpan patience)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < patience && pids.Any(IsAlive); )
            await Task.Delay(10);
        return [.. pids.Where(IsAlive)];
    }

    public static void Signal(int pid, int signal)
    {
        if (Kill(pid, signal) != 0)
            throw new InvalidOperationException($"kill({pid}, {signal}): error {Marshal.GetLastPInvokeError()}");
    }

    private static int? ParentOf(int pid) => StateOf(pid)?.Parent;

    /// <summary>/proc/pid/stat: pid (name) state parent ...; the name may hold anything, so what counts comes after the last parenthesis.</summary>
    private static (char State, int Parent)? StateOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // it has gone
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
