using System.Runtime.Versioning;

namespace ProcQ.Interop;

/// <summary>File descriptors that the programs this process starts do not get.</summary>
internal static unsafe class Descriptor
{
    private const int FirstFree = 3;
    private const int OutOfTheWay = 512;
    private const int ReadWrite = 2;
    private const int LinuxDuplicateCloseOnExec = 1030;
    private const int LinuxOpenCloseOnExec = 0x80000;
    private const int MacOpenCloseOnExec = 0x1000000;
    private const nuint MacCloseOnExec = 0x20006601;

    /// <summary>Opens an existing file for reading and writing.</summary>
    public static int Open(string path)
    {
        fixed (byte* start = PlainText.ToZeroTerminated(path))
        {
            var descriptor = Libc.Open(
                start,
                ReadWrite | (OperatingSystem.IsLinux() ? LinuxOpenCloseOnExec : MacOpenCloseOnExec)
            );
            return descriptor >= 0 ? descriptor : throw Errno.ToException($"{path} cannot be opened");
        }
    }

    /// <summary>
    /// A second descriptor for the same thing, never one of the standard three. Its number is one that the system gives to nobody who just opens something:
    /// when user code closes descriptors that are not its own, what is opened next must not find itself in their place, and be written to.
    /// </summary>
    public static int Duplicate(int descriptor)
    {
        var copy = OperatingSystem.IsLinux() ? DuplicateMarked(descriptor) : DuplicateThenMark(descriptor);
        return copy >= 0 ? copy : throw Errno.ToException("A file descriptor cannot be duplicated");
    }

    // Where a process may not have so many, a low number has to do.
    [SupportedOSPlatform("linux")]
    private static int DuplicateMarked(int descriptor)
    {
        var copy = Libc.Fcntl(descriptor, LinuxDuplicateCloseOnExec, OutOfTheWay);
        return copy >= 0 ? copy : Libc.Fcntl(descriptor, LinuxDuplicateCloseOnExec, FirstFree);
    }

    // Two steps where one call cannot be made from here; the standard three are open, so the copy is above them.
    private static int DuplicateThenMark(int descriptor)
    {
        var copy = Libc.Duplicate(descriptor);
        if (copy >= 0 && Libc.Ioctl(copy, MacCloseOnExec) < 0)
            throw Errno.ToException("A file descriptor cannot be kept from child programs");
        return copy;
    }
}
