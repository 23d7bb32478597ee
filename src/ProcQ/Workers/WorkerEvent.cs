using ProcQ.Launching;
using ProcQ.Wire;

namespace ProcQ.Workers;

/// <summary>What a worker's loop has to tell the pool. <paramref name="Generation"/> says which incarnation it speaks of.</summary>
internal abstract record WorkerEvent(int Worker, long Generation)
{
    /// <summary>The process is up, authenticated, and takes work.</summary>
    internal sealed record Ready(int Worker, long Generation, int ProcessId) : WorkerEvent(Worker, Generation);

    /// <summary>There is no process.</summary>
    internal sealed record StartFailed(int Worker, long Generation, WorkerStartException Cause) : WorkerEvent(Worker, Generation);

    /// <summary>Results of consecutive items; bytes are still bytes.</summary>
    internal sealed record Results(int Worker, long Generation, int ProcessId, long Sequence, ResultsHeader Header, Cargo Values)
        : WorkerEvent(Worker, Generation);

    /// <summary>An item failed; the worker goes on.</summary>
    internal sealed record Failed(int Worker, long Generation, int ProcessId, long Sequence, FailureReport Report)
        : WorkerEvent(Worker, Generation);

    /// <summary>Items that had not begun came back.</summary>
    internal sealed record Returned(int Worker, long Generation, long Sequence, int Count) : WorkerEvent(Worker, Generation);

    /// <summary>The worker uses more memory than it may, and begins nothing more.</summary>
    internal sealed record Leaving(int Worker, long Generation, int ProcessId, long MemoryBytes)
        : WorkerEvent(Worker, Generation);

    /// <summary>The worker begins an item, and was asked to say so.</summary>
    internal sealed record Begun(int Worker, long Generation, long Sequence) : WorkerEvent(Worker, Generation);

    /// <summary>The function in the worker told how far it is.</summary>
    internal sealed record Reported(int Worker, long Generation, long Sequence, double Fraction, string? Message)
        : WorkerEvent(Worker, Generation);

    /// <summary>The worker sent what it must not send.</summary>
    internal sealed record Violated(int Worker, long Generation, string What) : WorkerEvent(Worker, Generation);

    /// <summary>The process has ended and everything it wrote has been read. <paramref name="Page"/>: what its progress page said at last.</summary>
    internal sealed record Died(
        int Worker,
        long Generation,
        int ProcessId,
        ProcessExit Exit,
        string OutputTail,
        ProgressSnapshot Page
    ) : WorkerEvent(Worker, Generation)
    {
        /// <summary>What was seen of the process when somebody looked last.</summary>
        public Sight Sight { get; init; } = Sight.None;

        /// <summary>The item it was in, if any; below <see cref="ProgressSnapshot.Finished"/> all had run to their end.</summary>
        public long? Running => Page.Running >= Page.Finished ? Page.Running : null;

        /// <summary>Where in that item it was.</summary>
        public WorkPhase Phase => Running is null ? WorkPhase.Idle : Page.Phase;
    }
}
