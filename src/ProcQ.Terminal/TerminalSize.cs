using System.Runtime.InteropServices;
using Spectre.Console;

namespace ProcQ.Terminal;

/// <summary>
/// How large the terminal is at this moment. The runtime remembers the size until it has heard of a change, which may be after the next picture was painted; so
/// the system is asked.
/// </summary>
internal static partial class TerminalSize
{
    private const int StandardOutput = 1;
    private const nuint GetWindowSizeOfLinux = 0x5413;
    private const nuint GetWindowSizeOfMac = 0x40087468;

    public static (int Width, int Height) Of(IAnsiConsole console) =>
        ReferenceEquals(console, AnsiConsole.Console) && !OperatingSystem.IsWindows() && Ask() is { Columns: > 0, Rows: > 0 } size
            ? (size.Columns, size.Rows)
            : (console.Profile.Width, console.Profile.Height);

    private static WindowSize? Ask()
    {
        var request = OperatingSystem.IsMacOS() ? GetWindowSizeOfMac : GetWindowSizeOfLinux;
        return Control(StandardOutput, request, out var size) == 0 ? size : null;
    }

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
