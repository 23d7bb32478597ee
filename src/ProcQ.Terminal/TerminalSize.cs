using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Spectre.Console;

namespace ProcQ.Terminal;

/// <summary>
/// How large the terminal is at this moment. The runtime remembers the size until it has heard of a change, which may be after the next picture was painted; so
/// the system is asked, where it can be.
/// </summary>
internal static partial class TerminalSize
{
    private const int StandardOutput = 1;
    private const nuint GetWindowSize = 0x5413;

    public static (int Width, int Height) Of(IAnsiConsole console) =>
        ReferenceEquals(console, AnsiConsole.Console) && OperatingSystem.IsLinux() && Ask() is { Columns: > 0, Rows: > 0 } size
            ? (size.Columns, size.Rows)
            : (console.Profile.Width, console.Profile.Height);

    [SupportedOSPlatform("linux")]
    private static WindowSize? Ask() => Control(StandardOutput, GetWindowSize, out var size) == 0 ? size : null;

    // Variadic in C: Apple's ARM passes the third argument elsewhere than this call does, and the answer would be written to wherever what lies there points.
    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, out WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort WidthInPixels;
        public ushort HeightInPixels;
    }
}
