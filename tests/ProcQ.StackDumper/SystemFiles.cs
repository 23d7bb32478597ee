namespace ProcQ.StackDumper;

/// <summary>What the system itself says of a process.</summary>
internal static class SystemFiles
{
    /// <summary>One line: its command, its state and where it waits.</summary>
    public static string Describe(int processId)
    {
        var command = Read($"/proc/{processId}/cmdline").Replace('\0', ' ').TrimEnd();
        var stat = Read($"/proc/{processId}/stat");
        // The name, in brackets, may hold anything; the state follows the last bracket.
        var state = stat.Length == 0 ? "gone" : $"state {stat[stat.LastIndexOf(')') + 2]}";
        return $"process {processId}, {state}, waits in {Read($"/proc/{processId}/wchan")}: {command}";
    }

    /// <summary>A thread's name.</summary>
    public static string ThreadName(int processId, uint threadId) => Read($"/proc/{processId}/task/{threadId}/comm").TrimEnd();

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or is not ours.
            return "";
        }
    }
}
