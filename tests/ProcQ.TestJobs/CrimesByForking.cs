using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ProcQ.TestJobs;

/// <summary>Processes that a function leaves behind, in every degree of kinship.</summary>
public static partial class CrimesByForking
{
    private const uint Long = 1000;

    /// <summary>Programs of its own, as most people start them. They hold the worker's output. Their numbers.</summary>
    public static List<int> StartChildren(int count)
    {
        var children = new List<int>();
        for (var i = 0; i < count; i++)
        {
            using var child = Process.Start("sleep", "1000");
            children.Add(child.Id);
        }

        return children;
    }

    /// <summary>Grandchildren whose parent has ended at once: nobody's children, but still of the worker's group.</summary>
    public static List<int> StartOrphans(int count) => FromShell("sleep 1000", count);

    /// <summary>The same in sessions of their own, as a service does it that wants to outlive whoever starts it.</summary>
    public static List<int> StartDaemons(int count) => FromShell("setsid sleep 1000", count);

    /// <summary>A copy of this very process, with all it has open, that does nothing. Its number.</summary>
    public static int ForkAndSleep(bool leaveGroup)
    {
        // Bound before the fork: of the copy's threads only this one is left, and whatever locks the others held stay held.
        Sleep(0);
        var copy = Fork();
        if (copy != 0)
            return copy > 0 ? copy : throw new IOException("There was no fork.");
        if (leaveGroup)
            SetSid();
        while (true)
            Sleep(Long);
    }

    /// <summary>A copy of this very process that does what this one does: two return where one came. 0 in the copy.</summary>
    public static int ForkAndGoOn() => Fork();

    /// <summary>Processes that start others like themselves, for ever. Only where the system has a bound for it; does not return.</summary>
    public static void Explode()
    {
        using var first = Process.Start("/bin/sh", ["-c", "bomb() { while :; do bomb & done 2>/dev/null; }; bomb"]);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>The process that started this one.</summary>
    public static int ParentId() => GetParentId();

    private static List<int> FromShell(string command, int count)
    {
        // The shell's own output is read to its end, which does not come while somebody else holds it.
        var loop = $"for i in $(seq {count}); do {command} >/dev/null 2>&1 & echo $!; done";
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", loop]) { RedirectStandardOutput = true })!;
        var numbers = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return
        [
            .. numbers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)),
        ];
    }

    [LibraryImport("libc", EntryPoint = "fork")]
    private static partial int Fork();

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial void SetSid();

    [LibraryImport("libc", EntryPoint = "sleep")]
    private static partial void Sleep(uint seconds);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentId();
}
