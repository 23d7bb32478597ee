using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ProcQ.Interop;

/// <summary>The calls of the C library that .NET does not offer. Arguments are plain numbers and pointers, and the error number is kept only where somebody asks for it (calls that return nothing here cannot fail in a way that matters): each wrapper is code to compile in a process that has just started.</summary>
internal static unsafe partial class Libc
{
    public const int SigKill = 9;

    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "setsid")]
    public static partial void SetSid();

    [LibraryImport(Name, EntryPoint = "getpid")]
    public static partial int GetPid();

    [LibraryImport(Name, EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    [LibraryImport(Name, EntryPoint = "_exit")]
    public static partial void ExitNow(int code);

    [LibraryImport(Name, EntryPoint = "setrlimit")]
    public static partial void SetLimit(int resource, ulong* softAndHard);

    [LibraryImport(Name, EntryPoint = "getrlimit")]
    public static partial int GetLimit(int resource, ulong* softAndHard);

    /// <summary>Variadic in C: an argument would be passed wrongly on Apple's ARM, so only Linux calls it with one.</summary>
    [SupportedOSPlatform("linux")]
    [LibraryImport(Name, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Fcntl(int descriptor, int command, int argument);

    /// <summary>Only for requests without an argument, see <see cref="Fcntl"/>.</summary>
    [LibraryImport(Name, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(int descriptor, nuint request);

    [LibraryImport(Name, EntryPoint = "dup", SetLastError = true)]
    public static partial int Duplicate(int descriptor);

    [LibraryImport(Name, EntryPoint = "dup2")]
    public static partial void Duplicate(int descriptor, int target);

    /// <summary>Variadic in C, but only for calls that make the file.</summary>
    [LibraryImport(Name, EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags);

    [LibraryImport(Name, EntryPoint = "close")]
    public static partial void Close(int descriptor);

    [LibraryImport(Name, EntryPoint = "mmap", SetLastError = true)]
    public static partial byte* Map(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport(Name, EntryPoint = "munmap")]
    public static partial void Unmap(byte* address, nuint length);

    [LibraryImport(Name, EntryPoint = "nanosleep")]
    public static partial void Sleep(nint* secondsAndNanoseconds, nint* left);

    [LibraryImport(Name, EntryPoint = "signal")]
    public static partial nint Signal(int signal, nint handler);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nint length);

    [LibraryImport(Name, EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int domain, int type, int protocol);

    [LibraryImport(Name, EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int socket, byte* address, uint length);

    [LibraryImport(Name, EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(SafeHandle socket, byte* buffer, nint length, int flags);

    [LibraryImport(Name, EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(SafeHandle socket, byte* buffer, nint length, int flags);

    [LibraryImport(Name, EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(SafeHandle socket, int how);

    [LibraryImport(Name, EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetSocketOption(SafeHandle socket, int level, int option, void* value, uint* length);

    [LibraryImport(Name, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(SocketEvents* events, nuint count, int milliseconds);

    [LibraryImport(Name, EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectory(string path, uint mode);
}
