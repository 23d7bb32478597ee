using System.Net.Sockets;

namespace ProcQ.Specs.Support;

/// <summary>A job that stands at a gate.</summary>
internal sealed class Visit(Socket socket, long who, int processId) : IDisposable
{
    /// <summary>Who it says it is: usually its item.</summary>
    public long Who { get; } = who;

    public int ProcessId { get; } = processId;

    /// <summary>Lets it through.</summary>
    public void Let() => socket.Send([1]);

    /// <summary>Waits until the job is gone, through the gate or for ever.</summary>
    public void AwaitEnd()
    {
        socket.ReceiveTimeout = (int)Patience.Limit.TotalMilliseconds;
        try
        {
            if (socket.Receive(new byte[1]) > 0)
                throw new InvalidOperationException("Jobs at a gate say nothing more.");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // It died with our word unread, which is as gone as can be.
        }
    }

    public void Dispose() => socket.Dispose();
}
