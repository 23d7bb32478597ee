using System.Globalization;

namespace ProcQ.Specs.Support;

/// <summary>What the system says of processes; not what a pool says.</summary>
internal static class Processes
{
    public static bool IsAlive(int processId) => State(processId) is not (null or 'Z' or 'X');

    public static bool IsStopped(int processId) => State(processId) is 'T';

    /// <summary>Every living process in whose environment the variable has that value: what a pool started, and what that started.</summary>
    public static List<int> Tagged(string variable, string value)
    {
        var line = $"{variable}={value}";
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) && Has(folder, line))
                found.Add(pid);
        }

        return found;
    }

    /// <summary>Living processes whose parent it is.</summary>
    public static List<int> ChildrenOf(int parent)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid)
                && Stat(pid) is { State: not ('Z' or 'X') } stat
                && stat.Parent == parent
            )
                found.Add(pid);
        }

        return found;
    }

    /// <summary>A line about a process, for the report of a failure.</summary>
    public static string Describe(int processId)
    {
        var command = Read($"/proc/{processId}/cmdline")?.Replace('\0', ' ') ?? "gone";
        return $"process {processId}, state {State(processId)}, {Count($"/proc/{processId}/task")} threads, waits in {Read($"/proc/{processId}/wchan")}: {command}";
    }

    /// <summary>How many entries a folder of /proc has.</summary>
    public static int Count(string folder)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(folder).Count();
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static char? State(int processId) => Stat(processId)?.State;

    private static (char State, int Parent)? Stat(int processId)
    {
        // The name, in brackets, may hold anything; state and parent follow the last bracket.
        if (Read($"/proc/{processId}/stat") is not { } stat)
            return null;
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
    }

    private static bool Has(string folder, string line) =>
        Read($"{folder}/environ") is { } environment
        && environment.Split('\0').Contains(line, StringComparer.Ordinal)
        && State(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)) is not (null or 'Z' or 'X');

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or is not ours.
            return null;
        }
    }
}
