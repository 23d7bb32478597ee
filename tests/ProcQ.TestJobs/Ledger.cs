using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ProcQ.TestJobs;

/// <summary>
/// A file in which jobs note what they do, line by line: what happened, by a witness that is neither the pool nor its wire. A line that was
/// written survives its writer.
/// </summary>
public sealed partial record Ledger(string Path)
{
    private const int WriteOnly = 0x1;
    private const int Create = 0x40;
    private const int Append = 0x400;
    private const int Everybody = 0x1A4;

    /// <summary>Adds a line. The system appends it as a whole; FileMode.Append would look for the end first, and find that of somebody else.</summary>
    public void Note(string line)
    {
        using var file = new SafeFileHandle(Open(Path, WriteOnly | Create | Append, Everybody), ownsHandle: true);
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        if (file.IsInvalid || Write(file.DangerousGetHandle(), bytes, bytes.Length) != bytes.Length)
            throw new IOException($"{Path} cannot be written: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>What was noted so far.</summary>
    public string[] Read() => File.Exists(Path) ? File.ReadAllLines(Path) : [];

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(nint descriptor, byte[] bytes, nint count);
}
