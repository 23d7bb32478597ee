using System.Runtime.InteropServices;

namespace HashTree;

/// <summary>Opening a named pipe waits for a writer and a device may never end; .NET does not tell them from files, statx does.</summary>
internal static partial class RegularFile
{
    private const int CurrentFolder = -100;
    private const int DoNotFollowLinks = 0x100;
    private const uint TypeWanted = 0x1;
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;

    // struct statx is the same on every architecture: 256 bytes, stx_mode at 28.
    private const int StatxBytes = 256;
    private const int ModeOffset = 28;

    /// <summary>False only for what is known not to be a file; a file that cannot be examined is left for its worker to report.</summary>
    public static bool Is(string path)
    {
        if (!OperatingSystem.IsLinux())
            return true;
        Span<byte> statx = stackalloc byte[StatxBytes];
        if (Statx(CurrentFolder, path, DoNotFollowLinks, TypeWanted, ref MemoryMarshal.GetReference(statx)) != 0)
            return true;
        return (MemoryMarshal.Read<ushort>(statx[ModeOffset..]) & TypeMask) == RegularType;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte result);
}
