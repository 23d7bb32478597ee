using System.Globalization;
using ProcQ.Interop;
using ProcQ.Wire;

namespace ProcQ.Launching;

/// <summary>
/// Puts an exit code into words. Pure. The code alone is ambiguous: 134 is any abort, and 137 is also what a runtime that could not start
/// exits with; so the words follow the evidence, which is the worker's last output and whether the pool killed it.
/// </summary>
internal static class ExitReason
{
    /// <summary>What this exit code means on this system.</summary>
    public static string Describe(int exitCode, bool killedByPool, string outputTail) =>
        OperatingSystem.IsWindows()
            ? DescribeWindows(exitCode, killedByPool, outputTail)
            : DescribeUnix(exitCode, killedByPool, outputTail);

    /// <summary>Whether that is how a process ends that its pool kills.</summary>
    public static bool IsKill(int exitCode) => exitCode == (OperatingSystem.IsWindows() ? -1 : 128 + Libc.SigKill);

    public static string DescribeUnix(int exitCode, bool killedByPool, string outputTail) =>
        exitCode switch
        {
            137 when killedByPool => "killed (SIGKILL)",
            137 => "exit code 137 (SIGKILL: killed from outside or out of memory; or an exit with that code)",
            134 => $"{Abort(outputTail)} (SIGABRT)",
            139 => "invalid memory access in native code (SIGSEGV)",
            129 => "exit code 129, or hang-up (SIGHUP)",
            130 => "exit code 130, or interrupted (SIGINT)",
            131 => "exit code 131, or quit (SIGQUIT)",
            132 => "illegal instruction (SIGILL)",
            133 => "trap (SIGTRAP)",
            135 => "invalid memory access (SIGBUS)",
            136 => "arithmetic error (SIGFPE)",
            143 => "exit code 143, or asked to end (SIGTERM)",
            152 => "processor time limit (SIGXCPU)",
            153 => "file size limit (SIGXFSZ)",
            159 => "forbidden system call (SIGSYS)",
            LastWords.CutOffCode when outputTail.Contains(LastWords.CutOff, StringComparison.Ordinal) =>
                $"its pipe to the pool was closed or replaced by code in the worker (exit code {LastWords.CutOffCode})",
            _ => Plain(exitCode),
        };

    public static string DescribeWindows(int exitCode, bool killedByPool, string outputTail) =>
        unchecked((uint)exitCode) switch
        {
            0xC00000FD => "stack overflow (0xC00000FD)",
            0xC0000005 => "invalid memory access in native code (0xC0000005)",
            0x80131623 => "Environment.FailFast (0x80131623)",
            0xE0434352 => "unhandled exception (0xE0434352)",
            0xC0000409 => $"{Abort(outputTail)} (0xC0000409)",
            uint.MaxValue when killedByPool => "killed",
            _ => Plain(exitCode),
        };

    // The runtime's own last words.
    private static string Abort(string outputTail)
    {
        if (outputTail.Contains("Stack overflow.", StringComparison.Ordinal))
            return "stack overflow";
        if (outputTail.Contains("Process terminated.", StringComparison.Ordinal))
            return "Environment.FailFast";
        if (outputTail.Contains("Unhandled exception.", StringComparison.Ordinal))
            return "unhandled exception";
        return "abort";
    }

    private static string Plain(int exitCode) => $"exit code {exitCode.ToString(CultureInfo.InvariantCulture)}";
}
