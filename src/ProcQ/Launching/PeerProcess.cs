using System.Runtime.InteropServices;
using ProcQ.Interop;

namespace ProcQ.Launching;

/// <summary>Asks the system which process is at the other end of a pipe.</summary>
internal static unsafe class PeerProcess
{
    private const int LinuxSocketLevel = 1;
    private const int LinuxPeerCredentials = 17;
    private const int MacLocalLevel = 0;
    private const int MacPeerProcess = 2;

    /// <summary>Its process number, or null where the system does not say.</summary>
    public static int? Of(SafeHandle pipe)
    {
        if (OperatingSystem.IsLinux())
            return OnUnix(pipe, LinuxSocketLevel, LinuxPeerCredentials, words: 3);
        if (OperatingSystem.IsMacOS())
            return OnUnix(pipe, MacLocalLevel, MacPeerProcess, words: 1);
        return OperatingSystem.IsWindows() ? OnWindows(pipe) : null;
    }

    // The answer begins with the process; on Linux user and group follow. 0: a process of another container.
    private static int? OnUnix(SafeHandle pipe, int level, int option, int words)
    {
        var answer = stackalloc int[words];
        var length = (uint)(words * sizeof(int));
        return Libc.GetSocketOption(pipe, level, option, answer, &length) == 0 && answer[0] > 0 ? answer[0] : null;
    }

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static int? OnWindows(SafeHandle pipe)
    {
        uint process;
        return Kernel32.GetPipeClient(pipe, &process) ? (int)process : null;
    }
}
