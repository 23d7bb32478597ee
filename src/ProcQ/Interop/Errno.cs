using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ProcQ.Interop;

/// <summary>The error numbers that are told apart, and the exception for all others. Only these differ between Linux and macOS.</summary>
internal static class Errno
{
    public const int NoSuchProcess = 3;
    public const int Interrupted = 4;
    public const int Exists = 17;
    public const int BrokenPipe = 32;

    public static readonly int WouldBlock = OperatingSystem.IsMacOS() ? 35 : 11;
    public static readonly int ConnectionReset = OperatingSystem.IsMacOS() ? 54 : 104;

    /// <summary>What the last call on this thread failed with.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>The last call's error, with the words of the operating system.</summary>
    public static IOException ToException(string what)
    {
        var error = Last;
        return new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error}).", new Win32Exception(error));
    }
}
