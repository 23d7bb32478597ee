using System.Runtime.Versioning;
using ProcQ.Interop;

namespace ProcQ.Host;

/// <summary>
/// Linux: the kernel itself sends SIGKILL to the worker's whole group the moment the other end of the lifeline closes. That needs no
/// thread to get a turn and no managed code to run: it also ends workers that are stopped, or stuck in a garbage collection.
/// </summary>
[SupportedOSPlatform("linux")]
internal static unsafe class KernelWatch
{
    private const int SetFlags = 4;
    private const int SetOwner = 8;
    private const int SetSignal = 10;
    private const int SignalOnChange = 0x2000;
    private const short HungUp = 0x10;

    /// <summary>
    /// Arms it. Only after the start line was read: any further byte would kill as well. Where the kernel (or what passes for it) does not
    /// know these calls, the lifeline's thread is what is left.
    /// </summary>
    public static void Arm(int lifeline)
    {
        var armed =
            Libc.Fcntl(lifeline, SetOwner, -Libc.GetPid()) == 0
            && Libc.Fcntl(lifeline, SetSignal, Libc.SigKill) == 0
            && Libc.Fcntl(lifeline, SetFlags, SignalOnChange) == 0;
        if (armed && HasEnded(lifeline))
            Libc.Kill(-Libc.GetPid(), Libc.SigKill);
    }

    // The parent may have died before there was a signal to send.
    private static bool HasEnded(int lifeline)
    {
        var events = new SocketEvents { Descriptor = lifeline, Wanted = SocketEvents.Readable };
        return Libc.Poll(&events, 1, 0) > 0 && (events.Happened & HungUp) != 0;
    }
}
