using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ProcQ.Launching;

/// <summary>What the system says of a process at one moment.</summary>
/// <param name="Condition">What its main thread is doing; unknown where the system does not say.</param>
/// <param name="CpuTime">What all its threads have used of processors so far.</param>
/// <param name="MemoryBytes">What it has in physical memory.</param>
internal readonly record struct ProcessLook(WorkerCondition Condition, TimeSpan CpuTime, long MemoryBytes)
{
    // Set when a process begins to end, before its files are closed one by one; its exit is reported when the last one is.
    private const long Exiting = 0x4;

    // Linux counts in hundredths of a second there, whatever the kernel's own clock does.
    private const int TicksPerSecond = 100;

    // Fields of /proc/<pid>/stat, counted from the one after the name.
    private const int StateAt = 0;
    private const int FlagsAt = 6;
    private const int UserTimeAt = 11;
    private const int SystemTimeAt = 12;
    private const int PagesAt = 21;

    /// <summary>It as a part of a sentence, after a comma of its own; for a process that should have been ready by then.</summary>
    public string Told =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(Condition == WorkerCondition.Stopped ? "; it was stopped, by SIGSTOP or a debugger," : "; it")} had used {CpuTime.TotalSeconds:0.##} s of processor time"
        );

    /// <summary>A look at a process; null when it has ended, or is on its way out.</summary>
    public static ProcessLook? Of(int processId)
    {
        try
        {
            return OperatingSystem.IsLinux() ? FromProc(processId) : FromSystem(processId);
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or ArgumentException
                        or InvalidOperationException
                        or Win32Exception
            )
        {
            // It ended while we looked, or nobody may look.
            return null;
        }
    }

    /// <summary>The system holds it for dead, or has begun to end it. False when nobody can tell. Linux; elsewhere always false.</summary>
    public static bool IsEnding(int processId)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return IsEnding(Fields(Folder(processId)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is FileNotFoundException or DirectoryNotFoundException;
        }
    }

    /// <summary>Any of its threads runs, or would if it got a processor or its memory from the disk. False when nobody can tell. Linux; elsewhere always false.</summary>
    public static bool IsRunnable(int processId)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return Directory
                .EnumerateDirectories(Folder(processId) + "/task")
                .Any(thread => Fields(thread)[StateAt] is "R" or "D");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A thread, or all of it, ended while we looked.
            return false;
        }
    }

    // One short file, some twenty microseconds; the framework's Process reads and parses several.
    private static ProcessLook? FromProc(int processId)
    {
        var fields = Fields(Folder(processId));
        if (IsEnding(fields))
            return null;
        var condition = fields[StateAt] switch
        {
            "R" => WorkerCondition.Working,
            "T" or "t" => WorkerCondition.Stopped,
            _ => WorkerCondition.Waiting,
        };
        var ticks = Number(fields[UserTimeAt]) + Number(fields[SystemTimeAt]);
        return new ProcessLook(
            condition,
            TimeSpan.FromTicks(ticks * (TimeSpan.TicksPerSecond / TicksPerSecond)),
            Number(fields[PagesAt]) * Environment.SystemPageSize
        );
    }

    // Windows and macOS; untested, no pool has run there yet.
    private static ProcessLook? FromSystem(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return new ProcessLook(WorkerCondition.Unknown, process.TotalProcessorTime, process.WorkingSet64);
    }

    private static string Folder(int processId) => string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");

    /// <summary>Of a process or of one of its threads.</summary>
    private static string[] Fields(string folder)
    {
        var stat = File.ReadAllText(folder + "/stat");
        // The name, in brackets, may hold anything, brackets as well.
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static bool IsEnding(string[] fields) =>
        fields[StateAt] is "Z" or "X" or "x" || (Number(fields[FlagsAt]) & Exiting) != 0;

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
