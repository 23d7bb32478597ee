using System.IO.Pipes;
using System.Runtime.Versioning;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;
using ProcQ.Interop;

namespace ProcQ.Wire;

/// <summary>Connects to a pipe that another process of this user listens at.</summary>
internal static unsafe class PipeDialer
{
    private const int UnixFamily = 1;
    private const int StreamSocket = 1;
    private const int LinuxCloseOnExec = 0x80000;
    private const int WindowsLimit = 10_000;

    public static Stream Dial(string pipe) => OperatingSystem.IsWindows() ? OnWindows(pipe) : OnUnix(pipe);

    /// <summary>Plain calls: a worker that has just started would have to compile what lies behind the runtime's own.</summary>
    public static Stream OnUnix(string pipe)
    {
        var closeOnExec = OperatingSystem.IsLinux() ? LinuxCloseOnExec : 0;
        var socket = Libc.Socket(UnixFamily, StreamSocket | closeOnExec, 0);
        if (socket < 0)
            throw Errno.ToException("A socket cannot be made");
        try
        {
            var address = SocketAddress.Of(pipe);
            fixed (byte* start = address)
            {
                if (Libc.Connect(socket, start, (uint)address.Length) < 0)
                    throw Errno.ToException($"The parent's pipe {pipe} cannot be reached");
            }

            return new SocketStream(new SafeFileHandle(Descriptor.Duplicate(socket), ownsHandle: true));
        }
        finally
        {
            Libc.Close(socket);
        }
    }

    [SupportedOSPlatform("windows")]
    public static Stream OnWindows(string pipe)
    {
        var stream = new NamedPipeClientStream(
            ".",
            pipe,
            PipeDirection.InOut,
            PipeOptions.CurrentUserOnly | PipeOptions.Asynchronous,
            TokenImpersonationLevel.Anonymous
        );
        try
        {
            // Without a limit it waits for a pipe that is gone to come back.
            stream.Connect(WindowsLimit);
            return stream;
        }
        catch (Exception e)
        {
            stream.Dispose();
            if (e is TimeoutException or UnauthorizedAccessException)
                throw new IOException($"The pipe {pipe} cannot be reached: {e.Message}", e);
            throw;
        }
    }
}
