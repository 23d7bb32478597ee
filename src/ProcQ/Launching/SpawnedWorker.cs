using ProcQ.Wire;

namespace ProcQ.Launching;

/// <summary>
/// A worker from its first moment on, whatever it lives in: it is told one line, connects if it means to, writes output, and ends. The seam between
/// pools and the places where workers run. Whether it is let in is not decided here; see <see cref="Admission"/>.
/// </summary>
internal abstract class SpawnedWorker : IDisposable
{
    /// <summary>The number of the process it lives in: whoever connects from another one is a stranger.</summary>
    public abstract int Id { get; }

    /// <summary>The worker's number in its pool, with which its output is tagged.</summary>
    public abstract int WorkerId { get; set; }

    /// <summary>How it ended; never fails. Continuations run elsewhere.</summary>
    public abstract Task<ProcessExit> Exited { get; }

    /// <summary>It has ended and everything it held is given back. For the owner of this object to await.</summary>
    public abstract Task Ended { get; }

    /// <summary>It runs, or would if only it got a processor, as far as the system can tell of what it lives in. False when nobody can tell.</summary>
    public abstract bool IsRunnable { get; }

    /// <summary>The end of what it wrote.</summary>
    public abstract string OutputTail { get; }

    /// <summary>Fires the starting gun. A worker that has died already is no error here: its exit says more.</summary>
    public abstract void Tell(StartLine line);

    /// <summary>Ends it and all it has started. Any thread, any number of times, also after its end. Does not wait.</summary>
    public abstract void Kill();

    /// <summary>Lets go of it: it ends by itself at once, wherever it is.</summary>
    public abstract void CloseLifeline();

    /// <summary>Kills it. What has to be given back is given back when it has ended; see <see cref="Ended"/>.</summary>
    public abstract void Dispose();
}
