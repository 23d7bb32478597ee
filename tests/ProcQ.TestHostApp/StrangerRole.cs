using System.Net.Sockets;

namespace ProcQ.TestHostApp;

/// <summary>Connects to a pipe that is none of its business, and waits until it is thrown out. Exit code 1: it could not even connect.</summary>
internal static class StrangerRole
{
    public static int Run(string pipe)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(pipe));
        }
        catch (SocketException error)
        {
            Console.WriteLine(error.SocketErrorCode);
            return 1;
        }
        Console.WriteLine("connected");
        try
        {
            return socket.Receive(new byte[1]) == 0 ? 0 : 2;
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
