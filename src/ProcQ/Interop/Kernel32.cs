using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ProcQ.Interop;

/// <summary>The calls of Windows that .NET does not offer. Untested: nothing here has run on Windows yet.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class Kernel32
{
    public const int StandardInput = -10;

    private const string Name = "kernel32";

    [LibraryImport(Name, EntryPoint = "CreateJobObjectW", SetLastError = true)]
    public static partial SafeFileHandle CreateJob(nint security, nint name);

    [LibraryImport(Name, EntryPoint = "SetInformationJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetJobInformation(SafeHandle job, int kind, JobLimits* limits, int length);

    [LibraryImport(Name, EntryPoint = "AssignProcessToJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool AssignToJob(SafeHandle job, SafeHandle process);

    [LibraryImport(Name, EntryPoint = "TerminateJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool TerminateJob(SafeHandle job, uint exitCode);

    [LibraryImport(Name, EntryPoint = "GetNamedPipeClientProcessId", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetPipeClient(SafeHandle pipe, uint* process);

    [LibraryImport(Name, EntryPoint = "GetStdHandle", SetLastError = true)]
    public static partial nint GetStandardHandle(int which);

    [LibraryImport(Name, EntryPoint = "SetStdHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetStandardHandle(int which, nint handle);

    [LibraryImport(Name, EntryPoint = "SetHandleInformation", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetHandleInformation(nint handle, uint mask, uint flags);

    [LibraryImport(Name, EntryPoint = "SetConsoleCtrlHandler", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetConsoleControlHandler(nint handler, [MarshalAs(UnmanagedType.Bool)] bool add);
}
