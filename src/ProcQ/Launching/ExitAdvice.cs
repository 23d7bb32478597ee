namespace ProcQ.Launching;

/// <summary>What to look at next when a worker ended in this way, not by its pool's hand.</summary>
internal static class ExitAdvice
{
    /// <summary>A sentence or two; empty when the exit code says it all.</summary>
    public static string For(int exitCode, string outputTail) =>
        OperatingSystem.IsWindows() ? ForWindows(exitCode, outputTail) : ForUnix(exitCode, outputTail);

    public static string ForUnix(int exitCode, string outputTail) =>
        exitCode switch
        {
            0 => "Code in it has called Environment.Exit(0), or ended its main thread: return from the function instead.",
            134 => ForAbort(outputTail),
            137 =>
                "The pool did not do it. Often it is the kernel's out-of-memory killer: look into dmesg, or memory.events of the container's cgroup.",
            132 or 133 or 135 or 136 or 139 =>
                "Native code did that: a library called by P/Invoke, unsafe code, or a file that shrank while it was mapped. Set DOTNET_DbgEnableMiniDump=1 in EnvironmentVariables to get a dump.",
            129 or 130 or 131 or 143 =>
                "Workers ignore that signal unless code in them handles it: look for who calls Environment.Exit.",
            152 or 153 => "Look at ulimit -a, or the limits of the service.",
            159 => "A sandbox does not allow what was called: look at the container's seccomp profile.",
            _ => "",
        };

    public static string ForWindows(int exitCode, string outputTail) =>
        unchecked((uint)exitCode) switch
        {
            0 => ForUnix(0, outputTail),
            0xC00000FD or 0xE0434352 or 0x80131623 or 0xC0000409 => ForAbort(outputTail),
            0xC0000005 => ForUnix(139, outputTail),
            _ => "",
        };

    // The runtime tells where it was.
    private static string ForAbort(string outputTail)
    {
        if (outputTail.Contains("Stack overflow.", StringComparison.Ordinal))
            return "The methods that call each other without end are in its output.";
        if (outputTail.Contains("Unhandled exception.", StringComparison.Ordinal))
            return "The exception came on a thread that nobody waits for; it is in its output.";
        if (outputTail.Contains("Process terminated.", StringComparison.Ordinal))
            return "Its output has the message and the stack.";
        return "Native code called abort; what it says, if anything, is in the output.";
    }
}
