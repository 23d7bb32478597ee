using System.Diagnostics;
using System.Globalization;

namespace ProcQ.Launching;

/// <summary>How much memory a process has, as the system sees it.</summary>
internal static class ProcessMemory
{
    /// <summary>The bytes it has in physical memory; 0 when it is gone.</summary>
    public static long ResidentBytes(int processId)
    {
        try
        {
            return OperatingSystem.IsLinux() ? FromProc(processId) : FromSystem(processId);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            // It ended while we looked.
            return 0;
        }
    }

    // One short file; the framework's Process reads and parses several.
    private static long FromProc(int processId)
    {
        var fields = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/statm")).Split(' ');
        return long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    private static long FromSystem(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64;
    }
}
