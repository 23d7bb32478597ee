using System.Net.Sockets;

namespace ProcQ.TestJobs;

/// <summary>
/// A place at which a job says that it is here, and waits to be let through. The keeper of the gate is in the test's process, at
/// <paramref name="Path"/>; when it goes away, or the job is killed, the other side sees it at once.
/// </summary>
public sealed record Gate(string Path)
{
    /// <summary>Says that <paramref name="who"/> is here and waits; throws when the keeper is gone.</summary>
    public void Pass(long who = 0)
    {
        using var visit = Come(who);
        if (visit.Receive(new byte[1]) == 0)
            throw new InvalidOperationException("The keeper of the gate went away.");
    }

    /// <summary>Says that <paramref name="who"/> is here, and goes on once the keeper knows.</summary>
    public void Announce(long who = 0)
    {
        using var visit = Come(~who);
        visit.Receive(new byte[1]);
    }

    private Socket Come(long who)
    {
        var visit = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        visit.Connect(new UnixDomainSocketEndPoint(Path));
        byte[] words = [.. BitConverter.GetBytes(who), .. BitConverter.GetBytes((long)Environment.ProcessId)];
        visit.Send(words);
        return visit;
    }
}
