using ProcQ.Wire;

namespace ProcQ.Workers;

/// <summary>
/// The pool's side of one worker, whatever it lives in: what is posted reaches it in order, and what it has to say, and its end, however that comes, become
/// events. The seam between the pool and the kinds of its workers.
/// </summary>
internal abstract class WorkerSession : IDisposable
{
    /// <summary>The process it lives in.</summary>
    public abstract int ProcessId { get; }

    /// <summary>Completes with the answer to the initializer: null when it succeeded, else what went wrong.</summary>
    public abstract Task<FailureReport?> Initialized { get; }

    /// <summary>What it is doing.</summary>
    public abstract ProgressSnapshot Progress { get; }

    /// <summary>What is seen of what it lives in.</summary>
    public abstract Vitals Vitals { get; }

    /// <summary>It runs, or would if only it got a processor, as far as the system can tell. False when nobody can tell.</summary>
    public abstract bool IsRunnable { get; }

    /// <summary>The end of what it wrote.</summary>
    public abstract string OutputTail { get; }

    /// <summary>What it lives in, for errors: "process 123", say.</summary>
    public abstract string Home { get; }

    /// <summary>What becomes of a worker that is given up: "was killed", say.</summary>
    public abstract string KilledWord { get; }

    /// <summary>Puts a message in line. Does no I/O, so it may be called under a lock; <see cref="Pump"/> must follow outside of it.</summary>
    public abstract void Post(Outgoing message);

    /// <summary>Passes on what is in line, unless somebody else is at it, who will then pass this on as well.</summary>
    public abstract void Pump();

    /// <summary>The worker was told to leave: its end is no surprise.</summary>
    public abstract void ExpectEnd();

    /// <summary>The spare has a place from now on, which is its number.</summary>
    public abstract void Number(int place);

    /// <summary>Ends the worker; the reason goes into the account of its death.</summary>
    public abstract void Kill(string reason);

    /// <summary>Serves the worker until it is gone, and says how it went.</summary>
    public abstract Task<WorkerEvent.Died> RunAsync();

    /// <summary>Gives back what the worker took; it is gone by then, or goes now.</summary>
    public abstract void Dispose();
}
