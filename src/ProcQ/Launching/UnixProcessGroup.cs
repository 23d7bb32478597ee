using System.Diagnostics;
using ProcQ.Interop;

namespace ProcQ.Launching;

/// <summary>The process group a worker makes of itself with its first call (setsid). Linux; on macOS untested.</summary>
internal sealed class UnixProcessGroup : ProcessGroup
{
    private const int Exists = 0;

    private readonly Process _process;
    private readonly int _leader;

    public UnixProcessGroup(Process process)
    {
        (_process, _leader) = (process, process.Id);
        KillOrder.PutBeforeUs(_leader);
    }

    public override void Kill()
    {
        // Until .NET has collected the exit status, the number cannot belong to anybody else.
        if (_process.HasExited)
            return;
        Libc.Kill(-_leader, Libc.SigKill);
        // A worker that has not come as far as setsid is not a group yet.
        Libc.Kill(_leader, Libc.SigKill);
    }

    public override void KillRest()
    {
        // The system does not give a number away while a group of that number has members. So if a process of that number exists now,
        // the group is empty; if none does, the number can only mean our group.
        if (Libc.Kill(_leader, Exists) < 0 && Errno.Last == Errno.NoSuchProcess)
            Libc.Kill(-_leader, Libc.SigKill);
    }

    public override void Dispose() { }
}
