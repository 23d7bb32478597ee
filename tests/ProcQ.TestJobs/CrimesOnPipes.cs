using System.Globalization;
using System.Runtime.InteropServices;

namespace ProcQ.TestJobs;

/// <summary>What code can do to the pipe between its process and the parent, which it finds among the open descriptors.</summary>
public static partial class CrimesOnPipes
{
    private const int ShutRead = 0;
    private const int ShutWrite = 1;
    private const int ShutBoth = 2;
    private const int FirstOfOurs = 3;
    private const int LastOfOurs = 4096;
    private const int ReadWrite = 2;
    private const int UnixFamily = 1;
    private const int StreamSocket = 1;

    /// <summary>Says nothing more to the other side of its sockets, and stays.</summary>
    public static void HangUp() => ShutDownAndStay(ShutWrite);

    /// <summary>Hears nothing more, and stays.</summary>
    public static void StopListening() => ShutDownAndStay(ShutRead);

    /// <summary>Both.</summary>
    public static void HangUpBothWays() => ShutDownAndStay(ShutBoth);

    /// <summary>Closes the descriptor of the pipe. Returns.</summary>
    public static void ClosePipe()
    {
        foreach (var socket in Sockets())
            _ = Close(socket);
    }

    /// <summary>Closes every descriptor but the standard three: the pipe, the lifeline, and whatever the runtime has open. Returns.</summary>
    public static void CloseAll()
    {
        for (var descriptor = FirstOfOurs; descriptor < LastOfOurs; descriptor++)
            _ = Close(descriptor);
    }

    /// <summary>Puts the device that swallows everything in the place of the pipe. Returns.</summary>
    public static void PutNothingOverPipe()
    {
        var nothing = Open("/dev/null", ReadWrite);
        foreach (var socket in Sockets())
            _ = Duplicate(nothing, socket);
    }

    /// <summary>Puts another connection in the place of the pipe, which takes all that is written and passes it on to nobody. Returns.</summary>
    public static unsafe void PutSocketOverPipe()
    {
        var sockets = Sockets();
        var pair = stackalloc int[2];
        if (SocketPair(UnixFamily, StreamSocket, 0, pair) != 0)
            throw new IOException("There is no pair of sockets.");
        foreach (var socket in sockets)
            _ = Duplicate(pair[0], socket);
    }

    /// <summary>Closes the pipe and opens other files and connections, which get the number that is free now. Returns.</summary>
    public static unsafe void ReusePipesNumber()
    {
        ClosePipe();
        var pair = stackalloc int[2];
        for (var i = 0; i < 8; i++)
            _ = SocketPair(UnixFamily, StreamSocket, 0, pair);
    }

    /// <summary>Writes text where only frames belong, and stays.</summary>
    public static unsafe void WriteRubbish()
    {
        foreach (var socket in Sockets())
        {
            fixed (byte* rubbish = "\u007fHello, is there anybody? I only wanted to say hello."u8)
                _ = Write(socket, rubbish, 40);
        }

        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>
    /// From a thread of its own, kills this process in the moment in which something that was written to a pipe has not been read on the other side: in the
    /// middle of a message, if there is a long one.
    /// </summary>
    public static void DieWhileWriting()
    {
        var sockets = Sockets();
        new Thread(() =>
        {
            while (!sockets.Exists(HasUnread))
                Thread.SpinWait(1);
            Crimes.KillMyself();
        })
        {
            IsBackground = true,
        }.Start();
    }

    /// <summary>The connections of this process, by their descriptors.</summary>
    public static List<int> Sockets() =>
        [
            .. from link in Directory.EnumerateFileSystemEntries("/proc/self/fd")
            where
                File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal)
                == true
            select int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture),
        ];

    private static void ShutDownAndStay(int how)
    {
        foreach (var socket in Sockets())
            _ = ShutDown(socket, how);
        Thread.Sleep(Timeout.Infinite);
    }

    private static unsafe bool HasUnread(int socket)
    {
        const nuint BytesOnTheirWay = 0x5411;
        const int Long = 64 * 1024;
        var bytes = 0;
        return Control(socket, BytesOnTheirWay, &bytes) == 0 && bytes > Long;
    }

    [LibraryImport("libc", EntryPoint = "shutdown")]
    private static partial int ShutDown(int socket, int how);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "socketpair")]
    private static unsafe partial int SocketPair(int family, int type, int protocol, int* pair);

    [LibraryImport("libc", EntryPoint = "write")]
    private static unsafe partial nint Write(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static unsafe partial int Control(int descriptor, nuint request, int* value);
}
