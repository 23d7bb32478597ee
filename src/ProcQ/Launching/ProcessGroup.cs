using System.Diagnostics;

namespace ProcQ.Launching;

/// <summary>
/// A worker and everything it started, as the system knows it: the seam between operating systems on the parent's side. Calls come from
/// one thread at a time.
/// </summary>
internal abstract class ProcessGroup : IDisposable
{
    /// <summary>Takes charge of a process that has just been started and waits for its starting gun.</summary>
    public static ProcessGroup Attach(Process process) =>
        OperatingSystem.IsWindows() ? new WindowsJob(process) : new UnixProcessGroup(process);

    /// <summary>Ends the worker and its group. Nothing happens when they have ended.</summary>
    public abstract void Kill();

    /// <summary>The worker has ended and the system has forgotten its number: ends what it left behind.</summary>
    public abstract void KillRest();

    public abstract void Dispose();
}
