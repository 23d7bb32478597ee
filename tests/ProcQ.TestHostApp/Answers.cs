using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using ProcQ.Wire;

namespace ProcQ.TestHostApp;

/// <summary>A worker that answers its first item, whatever it is, while its pipe is not what it should be.</summary>
internal static partial class Answers
{
    private const int ShutRead = 0;
    private const int ExitCode = 5;

    /// <summary>With bytes of the parent's unread, and the process gone the moment after.</summary>
    public static void UnreadAndDie(Stream pipe, string path)
    {
        WaitFor(path);
        pipe.Write(Result());
        ExitNow(ExitCode);
    }

    /// <summary>Deaf: what the parent writes from then on is an error there. The process goes when it may.</summary>
    public static void DeafThenDie(Stream pipe, string path)
    {
        foreach (var link in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (
                File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal)
                == true
            )
                _ = ShutDown(int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture), ShutRead);
        }

        Console.WriteLine("deaf");
        WaitFor(path);
        pipe.Write(Result());
        ExitNow(ExitCode);
    }

    /// <summary>Once at once, and once more when it may; then the process is gone.</summary>
    public static void TwiceAndDie(Stream pipe, string path)
    {
        pipe.Write(Result());
        WaitFor(path);
        pipe.Write(Result(1));
        ExitNow(ExitCode);
    }

    private static void WaitFor(string path) => SpinWait.SpinUntil(() => File.Exists(path));

    private static ReadOnlySpan<byte> Result(long item = 0)
    {
        var frame = new FrameBuffer();
        frame.Begin();
        ResultsHeader.Write(frame, TimeSpan.Zero, [], 1);
        frame.Write<byte>([0xc0]);
        frame.End(FrameKind.Results, item);
        return frame.Written.Span;
    }

    [LibraryImport("libc", EntryPoint = "shutdown")]
    private static partial int ShutDown(int socket, int how);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);
}
